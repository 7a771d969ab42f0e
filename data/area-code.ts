/** A prefix of the North American plan that reaches down to an area code: +1 and three digits. */
export const isNorthAmerican = (digits: string): boolean => digits.startsWith('1') && digits.length >= 4;
