import { sql, type SQL } from 'drizzle-orm';

/** Attempts that count against a person's caps: whatever may have reached the provider, ambiguous ones too (L7). */
export const countsForCaps = (attempt: SQL): SQL => sql`${attempt}.state not in ('INTENT', 'VOID', 'REFUSED')`;

/**
 * A condition: one of the caps (jsonb: [{count, hours}]) is used up for the person with these numbers. A person has
 * few attempts, so each cap counts them anew; one live attempt per person keeps two gates from counting at once.
 */
export const capReached = (numbers: SQL, caps: SQL, now: SQL): SQL => sql`
  exists (select from jsonb_to_recordset(${caps}) as cap(count integer, hours double precision)
    where (select count(*) from attempts past where past.person_id = any(${numbers})
      and past.gated_at > ${now} - cap.hours * interval '1 hour' and ${countsForCaps(sql`past`)}) >= cap.count)`;

/** The caps of an attempt, as jsonb: its campaign's and those of the law. A campaign without any leaves those of the law. */
export const capsOf = (settings: SQL, lawCaps: SQL): SQL =>
  sql`(coalesce(${settings} -> 'personCaps', '[]'::jsonb) || ${lawCaps})`;
