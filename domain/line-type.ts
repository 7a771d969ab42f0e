/** What kind of line a number is, as far as its numbering plan says; North America does not tell mobile from fixed. */
export const LINE_TYPES = [
  'mobile',
  'landline',
  'mobile_or_landline',
  'toll_free',
  'premium',
  'voip',
  'other',
  'unknown',
] as const;
export type LineType = (typeof LINE_TYPES)[number];

/** Whether a text message to such a line can arrive. */
export const takesTexts = (type: LineType): boolean => type !== 'landline' && type !== 'premium';
