import type { Target } from './import-options.ts';

/** What lists call their columns, normalised as `columnKey` does, in the languages that exports come in. */
const PHONE = [
  'phone phonenumber phoneno phonenum telephone telephonenumber tel telno mobile mobilenumber mobilephone mobileno',
  'cell cellphone cellnumber cellular number msisdn contactnumber contactphone phone1 primaryphone mainphone e164 to',
  'workphone homephone businessphone daytimephone whatsapp whatsappnumber phonemobile customerphone leadphone',
  'telefon telefonnummer rufnummer handy handynummer mobil mobilnummer mobiltelefon festnetz',
  'telefono numerodetelefono celular movil telefonomovil numero telefonocelular',
  'numerodetelephone portable telephoneportable numtel',
  'telefone celularnumero cellulare numeroditelefono telefoonnummer telefoon gsm telefonnumer numertelefonu komorka',
];
const NAME = [
  'name fullname contactname customername clientname patientname displayname contact customer client patient recipient',
  'vollername kunde nombre nombrecompleto cliente nomcomplet nome nomecompleto naam imieinazwisko',
];
const FIRST_NAME = ['firstname givenname forename fname vorname nombres prenom primeironome voornaam imie'];
const LAST_NAME = [
  'lastname surname familyname lname nachname familienname apellido apellidos nom cognome sobrenome achternaam nazwisko',
];
const TIMEZONE = [
  'timezone tz timezonename ianatimezone zeitzone zonahoraria fuseauhoraire fuseau fusohorario tijdzone',
];
const EXTERNAL_ID = [
  'externalid id customerid contactid leadid crmid recordid userid patientid memberid accountid reference ref',
  'kundennummer kundenid idcliente clienteid idclient referencia',
];

export type HeaderMeaning = Target | 'first_name' | 'last_name';

const MEANINGS = new Map<string, HeaderMeaning>();
const teach = (lists: readonly string[], meaning: HeaderMeaning): void => {
  for (const list of lists) for (const key of list.split(' ')) MEANINGS.set(key, meaning);
};
teach(PHONE, 'phone');
teach(NAME, 'name');
teach(FIRST_NAME, 'first_name');
teach(LAST_NAME, 'last_name');
teach(TIMEZONE, 'timezone');
teach(EXTERNAL_ID, 'external_id');

/** A header without case, accents, spaces and punctuation, so that "Phone-No." and "phone no" are one. */
export function columnKey(header: string): string {
  return header
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}

export const headerMeaning = (header: string): HeaderMeaning | undefined => MEANINGS.get(columnKey(header));

/** The name under which templates see a column: `First Name` -> `first_name`. */
export function variableName(header: string): string {
  const name = header
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  if (name === '') return '';
  return /^\p{N}/u.test(name) ? `_${name}` : name;
}
