import { sql, type SQL } from 'drizzle-orm';

/**
 * The person that a number belongs to: the number itself while it stands alone. One index probe. `phone` is a
 * parameter or a column named with its table: a bare one would be that of person_phones.
 */
export const personOf = (phone: SQL): SQL =>
  sql`coalesce((select belongs.person_id from person_phones belongs where belongs.phone = ${phone}), ${phone})`;

/**
 * All numbers of a person, as an array. Every id that a person ever had is one of them, so what was written under an
 * earlier id is found when it is asked for over all.
 */
export const numbersOf = (person: SQL): SQL =>
  sql`array(select ${person} union all select sharing.phone from person_phones sharing where sharing.person_id = ${person})`;
