import { CONSENT_TARGETS, type Target } from '../import-options.ts';

/** Which of a contact's numbers a column holds: columns of different kinds are further numbers of the same person. */
export type PhoneKind = 'mobile' | 'main' | 'other' | 'whatsapp' | 'work' | 'home';
export type HeaderMeaning = Exclude<Target, 'starts_at'> | 'first_name' | 'last_name';

/** What a header says by its name. `rank`: its place among the names of that meaning, the plainest first. */
export interface HeaderSense {
  meaning: HeaderMeaning;
  rank: number;
  phone?: { kind: PhoneKind; /** Of `Phone 2`; 0 = none. */ number: number };
}

/** What lists call their columns, normalised as `columnKey` does, in the languages that exports come in. */
const PHONES: Record<PhoneKind, string> = {
  mobile: `mobile mobilephone mobilenumber mobilephonenumber mobileno mobilenum mobiletel phonemobile cell cellphone
    cellnumber cellphonenumber cellular cellularphone mob handy handynummer handynr mobil mobilnummer mobiltelefon mobilnr
    celular telefonocelular numerocelular movil telefonomovil numeromovil celularnumero cellulare telefonocellulare
    portable telephoneportable telmobile telportable mobiel mobielnummer gsm gsmnummer komorka telefonkomorkowy telemovel
    мобильный мобильныйтелефон сотовый ceptelefonu cep`,
  main: `phone phonenumber phoneno phonenum phonenr telephone telephonenumber telephoneno tel telno telnumber telnr
    primaryphone mainphone primaryphonenumber defaultphone contactphone contactnumber contactphonenumber contactno customerphone
    leadphone patientphone clientphone recipientphone callnumber calleenumber dialnumber msisdn e164 phonee164 number to
    telefon telefonnummer telefonnr rufnummer telefono numerodetelefono numerotelefono numerotelefonico numero
    numerodetelephone numtel numerotelephone telefone numerodetelefone numeroditelefono telefoonnummer telefoon
    telefonnumer numertelefonu numertelefon телефон номертелефона номер puhelin puhelinnumero telefonszam τηλεφωνο telefonnumara`,
  other: `secondaryphone alternatephone alternativephone altphone otherphone additionalphone secondphone otherphonenumber
    phonealt phoneother phonesecondary backupphone secondarynumber alternatenumber zweittelefon weiteretelefonnummer
    otrotelefono telefonoalternativo telefonosecundario autretelephone outrotelefone`,
  whatsapp: `whatsapp whatsappnumber whatsappphone whatsappno`,
  work: `workphone workphonenumber worknumber phonework worktel businessphone businessphonenumber businesstelephone phonebusiness
    officephone officenumber phoneoffice daytimephone dayphone telefongeschaftlich geschaftlichetelefonnummer
    telefonburo telefondienst telefonarbeit diensttelefon telefonotrabajo telefonodetrabajo telefonooficina
    telephonetravail telephoneprofessionnel telprofessionnel telpro telefonoufficio telefonetrabalho werktelefoon telefonsluzbowy`,
  home: `homephone homephonenumber homenumber phonehome hometel hometelephone landline landlinenumber eveningphone
    festnetz festnetznummer telefonprivat privattelefon privatnummer telefonocasa telefonofijo telefonodomicilio
    telephonefixe telfixe telephonedomicile telfisso telefonofisso telefonocasaabitazione telefonefixo telefoneresidencial thuistelefoon
    telefondomowy telefonstacjonarny домашнийтелефон`,
};
const OTHERS: Record<Exclude<HeaderMeaning, 'phone'>, string> = {
  name: `name fullname contactname customername clientname patientname leadname recipientname displayname personname contact
    customer client patient recipient vollername kundenname kunde ansprechpartner nombrecompleto nombreyapellidos nombre
    cliente nomcomplet nometprenom nomecompleto nome naam volledigenaam imieinazwisko имя фио adsoyad`,
  first_name: `firstname givenname forename fname first vorname nombres primernombre prenom primeironome voornaam imie ad`,
  last_name: `lastname surname familyname lname last nachname familienname zuname apellido apellidos nom nomdefamille cognome
    sobrenome apelido achternaam nazwisko фамилия soyad`,
  timezone: `timezone tz timezonename timezoneid ianatimezone olsontimezone contacttimezone zeitzone zonahoraria husohorario
    fuseauhoraire fuseau fusoorario fusohorario tijdzone strefaczasowa часовойпояс saatdilimi`,
  external_id: `externalid id customerid contactid leadid clientid crmid recordid userid patientid memberid accountid personid
    externalreference customernumber customerno accountnumber membernumber reference ref kundennummer kundennr kundenid
    mitgliedsnummer patientennummer idcliente clienteid numerocliente codigocliente idclient numeroclient codecliente idkontakt
    klantnummer klantid numerklienta`,
  country: `countrycode country countryiso countryiso2 iso2 countryisocode phonecountry land landercode landerkennzeichen landeskurzel
    pais codigopais codigodepais pays codepays paese codicepaese landcode landkode kraj kodkraju страна ulke`,
  agent: `agentid agentoverride aiagent aiagentid voiceagent voiceagentid callagentid assistantid`,
  language: `language lang languagecode locale preferredlanguage contactlanguage sprache sprachcode bevorzugtesprache idioma lengua
    langue codelangue lingua taal jezyk язык dil`,
  send_at: `sendat sendatutc sendon senddate sendtime senddatetime callat callon calldate calldatetime scheduledat scheduledfor
    scheduledtime scheduleat scheduletime contactat dialat sendenam anrufenam anrufzeit anrufzeitpunkt sendezeit enviarel llamarel
    fechadeenvio fechadellamada envoyerle appelerle dateenvoi datedappel inviareil chiamareil enviarem ligarem`,
  region: `state province stateprovince stateorprovince stateregion statecode provincecode usstate region regioncode addressstate
    homestate mailingstate mailingprovince billingstate billingprovince shippingstate bundesland kanton provincia estado
    comunidadautonoma uf regione regiao provincie wojewodztwo область регион eyalet`,
  postcode: `zip zipcode zipplus4 zip5 postcode postalcode postalzip postleitzahl plz codigopostal cp codepostal cap
    codiceavviamentopostale codigodepostal kodpocztowy postnummer postnr psc postinumero iranyitoszam postakodu индекс`,
  consent_at: `consentat consentdate consentdatetime consenttimestamp consenttime consentedat consentedon consentgivenat
    consentgivenon optindate optinat optindatetime optintime optintimestamp optedinat optedinon permissiondate
    einwilligungam einwilligungsdatum zustimmungam zustimmungsdatum fechaconsentimiento fechadeconsentimiento
    dateconsentement datedeconsentement dataconsenso datadelconsenso dataconsentimento datadeconsentimento toestemmingsdatum
    datumtoestemming datazgody датасогласия onaytarihi`,
  consent_method: `consentmethod consentsource consentvia consentmedium optinmethod optinsource permissionsource
    einwilligungsart einwilligungsquelle zustimmungsart metodoconsentimiento metododeconsentimiento methodeconsentement
    methodedeconsentement metodoconsenso metodoconsentimento toestemmingsmethode metodazgody`,
  consent_text: `consenttext consentwording consentstatement consentdisclosure disclosuretext optintext
    einwilligungstext zustimmungstext textoconsentimiento textodeconsentimiento texteconsentement textedeconsentement
    testoconsenso textoconsentimento toestemmingstekst tresczgody`,
  consent_purpose: `consentpurpose optinpurpose einwilligungszweck zustimmungszweck finalidadconsentimiento
    finalidaddelconsentimiento finaliteconsentement finalitedeconsentement finalitaconsenso finalidadeconsentimento
    toestemmingsdoel celzgody`,
  consent_expires: `consentexpires consentexpiresat consentexpireson consentexpiry consentexpirydate consentexpiration
    consentexpirationdate consentvaliduntil consentuntil optinexpires optinexpiry einwilligungbis einwilligunggueltigbis
    consentimientohasta consentementjusquau consensofinoal consentimentoate toestemmingtot zgodado`,
  consent_class: `consentclass consentlevel`,
};

const SENSES = new Map<string, HeaderSense>();
/** Written as people write them; `мобильный` is normalised like a header. */
const words = (list: string): string[] => list.split(/\s+/).map(columnKey);
for (const kind of ['mobile', 'main', 'other', 'whatsapp', 'work', 'home'] as const) {
  words(PHONES[kind]).forEach((key, rank) => SENSES.set(key, { meaning: 'phone', rank, phone: { kind, number: 0 } }));
}
for (const meaning of [
  'name',
  'first_name',
  'last_name',
  'timezone',
  'external_id',
  'country',
  'agent',
  'language',
  'send_at',
  'region',
  'postcode',
  ...CONSENT_TARGETS,
] as const) {
  words(OTHERS[meaning]).forEach((key, rank) => SENSES.set(key, { meaning, rank }));
}

const DATE = new Set(
  words(`date datetime timestamp birthday birthdate dateofbirth dob bday duedate startdate enddate expirydate expirationdate
    createdat createddate updatedat signupdate orderdate appointment appointmentdate appointmenttime visitdate renewaldate
    datum geburtsdatum geburtstag termin falligkeitsdatum bestelldatum fecha fechadenacimiento fechanacimiento cita
    datedenaissance datenaissance rendezvous datadinascita datadenascimento geboortedatum dataurodzenia`),
);
const EMAIL = new Set(
  words(`email emailaddress mail mailaddress emailid correo correoelectronico courriel adresseemail adressemail epost`),
);

/** A header without case, accents, spaces and punctuation, so that "Phone-No." and "phone no" are one. */
export function columnKey(header: string): string {
  return header
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase();
}

/** What a header says by its name; undefined = nothing that is known. `Phone 2` and `2. Telefon` are second numbers. */
export function headerSense(header: string): HeaderSense | undefined {
  const key = columnKey(header);
  const known = SENSES.get(key);
  if (known) return known;
  // `Phone 1 - Value` of Google; its `Phone 1 - Type` says no number.
  const numbered = /^(\d)?(\D+?)(\d)?$/.exec(key.replace(/(?<=\d)value$/, ''));
  if (!numbered) return undefined;
  const [, before, base = '', after] = numbered;
  const sense = SENSES.get(base);
  if (!sense?.phone || (before === undefined) === (after === undefined)) return undefined;
  return { ...sense, phone: { ...sense.phone, number: Number(before ?? after) } };
}

/** A number that is never to be called as a voice line of the person. */
export const isFaxHeader = (header: string): boolean => columnKey(header).includes('fax');
/** Also `Billing Zip` and `MailingPostalCode`; `CEP` is a mobile phone in Turkey and a postcode in Brazil. */
export const isPostcodeHeader = (header: string): boolean =>
  SENSES.get(columnKey(header))?.meaning === 'postcode' ||
  columnKey(header) === 'cep' ||
  /(?:zip|zipcode|postcode|postalcode|postleitzahl|plz|codepostal|codigopostal)$/.test(columnKey(header));
/** Also `Renewal date`; an update is none. */
export const isDateHeader = (header: string): boolean =>
  DATE.has(columnKey(header)) || /(?:(?<!up)date|datum|datetime)$/.test(columnKey(header));
export const isEmailHeader = (header: string): boolean => EMAIL.has(columnKey(header));

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

/** The same order in every place and language, so that what is chosen does not depend on either. */
export const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
