/** An object without its null and undefined fields: of something new there is nothing to take back. */
export function withoutNulls<Fields extends object>(fields: Fields): Told<Fields> {
  const copy = { ...fields };
  for (const key of Object.keys(copy)) if ((Reflect.get(copy, key) ?? null) === null) Reflect.deleteProperty(copy, key);
  if (isTold(copy)) return copy;
  throw new Error('a field is null after its removal');
}

type Told<Fields> = { [Key in keyof Fields]?: NonNullable<Fields[Key]> };

const isTold = <Fields extends object>(fields: Fields): fields is Fields & Told<Fields> =>
  Object.values(fields).every((value) => value !== null && value !== undefined);
