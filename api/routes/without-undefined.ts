/** An object without its undefined fields: an absent field and an undefined one mean the same in a request. */
export function withoutUndefined<Fields extends object>(fields: Fields): Defined<Fields> {
  const copy = { ...fields };
  for (const key of Object.keys(copy)) if (Reflect.get(copy, key) === undefined) Reflect.deleteProperty(copy, key);
  if (isDefined(copy)) return copy;
  throw new Error('a field is undefined after its removal');
}

type Defined<Fields> = { [Key in keyof Fields]: Exclude<Fields[Key], undefined> };

const isDefined = <Fields extends object>(fields: Fields): fields is Fields & Defined<Fields> =>
  Object.values(fields).every((value) => value !== undefined);
