/** "+1 415 555 0123" for the North American plan, "+33 …" in blocks of three else; a masked number stays as it is. */
export function phoneWords(phone: string): string {
  if (!/^\+\d{7,15}$/.test(phone)) return phone;
  if (phone.startsWith('+1') && phone.length === 12) {
    return `+1 ${phone.slice(2, 5)} ${phone.slice(5, 8)} ${phone.slice(8)}`;
  }
  return phone;
}

export const isMasked = (phone: string): boolean => phone.includes('•');
