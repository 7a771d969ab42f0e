import { describe, expect, it } from 'vitest';
import {
  columnKey,
  headerSense,
  isDateHeader,
  isPostcodeHeader,
  variableName,
} from '../../../../../engine/importing/mapping/header-aliases.ts';

describe('headerSense', () => {
  it.each([
    ['Phone-No.', 'phone main 0'],
    ['TELÉFONO MÓVIL', 'phone mobile 0'],
    ['Handynummer', 'phone mobile 0'],
    ['Numéro de téléphone', 'phone main 0'],
    ['Номер телефона', 'phone main 0'],
    ['Τηλέφωνο', 'phone main 0'],
    ['Telefon (privat)', 'phone home 0'],
    ['Phone 2', 'phone main 2'],
    ['2. Telefon', 'phone main 2'],
    ['Phone 1 - Value', 'phone main 1'],
    ['Mobile3', 'phone mobile 3'],
    ['work_phone', 'phone work 0'],
    ['First Name', 'first_name'],
    ['Nachname', 'last_name'],
    ['Zeitzone', 'timezone'],
    ['Kunden-Nr.', 'external_id'],
    ['País', 'country'],
    ['Agent ID', 'agent'],
    ['Langue', 'language'],
    ['Cep', 'phone mobile 0'],
    ['Send at', 'send_at'],
    ['Мобильный телефон', 'phone mobile 0'],
    ['State/Province', 'region'],
    ['Województwo', 'region'],
    ['Postleitzahl', 'postcode'],
    ['Opt-in timestamp', 'consent_at'],
    ['Testo consenso', 'consent_text'],
    ['Consent valid until', 'consent_expires'],
  ])('understands %s', (header, sense) => {
    const { meaning, phone } = headerSense(header) ?? {};
    expect([meaning, ...(phone ? [phone.kind, phone.number] : [])].join(' ')).toBe(sense);
  });

  it.each(['Phone 1 - Type', 'Agent', 'Fax', 'Phone 22', 'Name 2', 'notes', '', 'constructor', 'Status', 'Consent'])(
    'leaves %s to a person',
    (header) => {
      expect(headerSense(header)).toBe(undefined);
    },
  );
});

describe('kinds by header', () => {
  it.each(['ZIP', 'Billing Postal Code', 'PLZ', 'Code postal', 'CEP'])('knows that %s is a postcode', (header) => {
    expect(isPostcodeHeader(header)).toBe(true);
  });

  it('tells dates from updates', () => {
    expect(['Geburtsdatum', 'Renewal Date', 'Last update', 'City'].map(isDateHeader)).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('names', () => {
  it('are one for any case, accent and punctuation', () => {
    expect([...new Set(['Phone-No.', 'phone no', 'PHÓNE_NO'].map(columnKey))]).toEqual(['phoneno']);
    expect(['First Name', '2nd Line', 'Straße', '  ', 'a--b'].map(variableName)).toEqual([
      'first_name',
      '_2nd_line',
      'straße',
      '',
      'a_b',
    ]);
  });
});
