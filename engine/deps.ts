import type { Db } from '../db/client.ts';
import type { LawBook } from '../domain/law/law-rule.ts';
import type { PlaceBook } from '../domain/law/place-book.ts';
import type { ZoneTable } from '../domain/zone-table.ts';
import type { OpenListReader } from './importing/checking/open-list-reader.ts';
import type { Telephony } from './ports.ts';

/** The little that the engine says of its work: facts as fields, a phone number or secret never. */
export interface Log {
  debug: (fields: object, message: string) => void;
  info: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
  error: (fields: object, message: string) => void;
}

/** Where uploaded lists, reject files and recordings lie. Names are made by the engine, never by a user. */
export interface FileStore {
  /** Streams into a new file; the file exists whole or not at all. Throws FileStoreFullError when the disk is. */
  write: (name: string, source: AsyncIterable<Uint8Array>) => Promise<{ path: string; bytes: number; sha256: string }>;
  /**
   * Puts bytes at `offset` of a file that is written piece by piece (0 makes it) and cuts off whatever lay behind it.
   * They are on the disk when this returns. Throws FileStoreFullError, and RangeError when the file ends before `offset`.
   */
  writeAt: (name: string, offset: number, bytes: Uint8Array) => Promise<void>;
  read: (path: string, fromByte?: number) => AsyncIterable<Buffer>;
  remove: (path: string) => Promise<void>;
}

export class FileStoreFullError extends Error {
  override name = 'FileStoreFullError';
}

/** Adapters by account id; opens the account's key. Throws EngineError `unknown_account`. */
export type TelephonyFor = (accountId: string) => Promise<Telephony>;

/** Everything the engine is given by a composition root. A verb asks for the part that it needs with Pick. */
export interface EngineDeps {
  /** As role outdial_app. */
  db: Db;
  /** As role outdial_read. */
  readDb: Db;
  telephonyFor: TelephonyFor;
  files: FileStore;
  zones: ZoneTable;
  /** Zones of a phone number by prefix: digits -> every zone that it may be in; empty = none known. */
  zonesOfPhone: (digits: number) => readonly string[];
  /** Rules of every jurisdiction, and their holidays. */
  law: LawBook;
  /** Which jurisdictions a number, a postcode, a name or a zone may be of. */
  places: PlaceBook;
  /** Seals and opens secrets of provider accounts. */
  secrets: {
    seal: (plain: string) => string;
    open: (sealed: string) => string;
    sign: (purpose: string, data: Uint8Array) => Buffer;
    isSignedBy: (purpose: string, data: Uint8Array, mac: Uint8Array) => boolean;
  };
  /** Where agents and providers reach the api; absent = they cannot. */
  publicUrl?: string;
  /** Whether events may be sent to addresses of this machine and of private networks; absent = no. */
  privateWebhooks?: boolean;
  log: Log;
  /** Where lists are read: in a thread of its own in the worker; absent = in this very thread. */
  openListReader?: OpenListReader;
}
