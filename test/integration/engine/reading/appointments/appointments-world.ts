import { sql } from 'drizzle-orm';
import type { EngineDeps } from '../../../../../engine/deps.ts';
import type { BookingItem } from '../../../../../engine/reminders/booking/read-booking.ts';
import { bookAppointments } from '../../../../../engine/reminders/booking/book.ts';
import { scriptedTelephony } from '../../../../support/scripted-telephony.ts';
import { engineOver } from '../../../../support/seed.ts';
import { testDb, type TestDb } from '../../../../support/test-db.ts';

export interface AppointmentsWorld {
  test: TestDb;
  deps: EngineDeps;
  /** Moves Outdial's clock to that moment. */
  at: (instant: string) => Promise<void>;
  /** Books, and fails where anything is refused. */
  book: (programmeId: string, ...items: (Omit<BookingItem, 'phone'> & { phone?: string })[]) => Promise<void>;
}

export async function appointmentsWorld(): Promise<AppointmentsWorld> {
  const test = await testDb({ maxConnections: 12 });
  const deps = engineOver(test, scriptedTelephony());
  let phones = 0;
  return {
    test,
    deps,
    at: async (instant) => {
      await test.adminDb.execute(
        sql`update installation set clock_offset_ms = 1000 * extract(epoch from ${instant}::timestamptz - clock_timestamp())`,
      );
    },
    book: async (programmeId, ...items) => {
      const results = await bookAppointments(deps, {
        programmeId,
        items: items.map((item) => ({ phone: `+1312555${String(1_000 + phones++)}`, ...item })),
        actor: 'test',
      });
      const refused = results.find(({ ok }) => !ok);
      if (refused) throw new Error(JSON.stringify(refused));
    },
  };
}
