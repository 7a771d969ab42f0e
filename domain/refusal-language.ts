/** Lower case, accents and punctuation gone, one space between words; "don't" becomes "dont". */
export function wordsOf(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}'’‘`]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** How sure it is that words are a "no" to being contacted. Both stop every later attempt; a doubtful one is also looked at by a person. */
export type Certainty = 'certain' | 'doubtful';

const CONTACT =
  '(?:call|calls|called|calling|phone|phoning|ring|ringing|text|texts|texting|message|messages|messaging|contact|contacted|contacting|sms|email|emailing|mail)';
/** What may stand between the "not" and the contact; any word would also hear "I never got your message". */
const BETWEEN =
  '(?:(?:you|ever|please|all|any|of|me|us|to|try|with|making|sending|the|your|these|those|this|dare|keep|be) ){0,3}';
const NOT = '(?:do not|dont|never|please not|stop|quit|cease|no more|no longer|not to)';

/** Over normalised words. Each is a "no" to being contacted, not a "no" to an offer. */
const REFUSALS: readonly RegExp[] = [
  new RegExp(`\\b${NOT} ${BETWEEN}${CONTACT}\\b`),
  /\b(?:stop|quit|cease) (?:\w+ ){0,2}?(?:sending|bothering|bugging|pestering|annoying|harassing|spamming|disturbing|this|these|it)\b/,
  /^(?:please |just |ok |hey |yo )*stop\b(?! (?:by|in|at|over|for|there|here|and|to)\b)/,
  /\bstop (?:please|now|already)$/,
  /\b(?:take|remove|get|scratch|cross|strike) (?:me|my (?:\w+ ){0,2}number|this number|us) (?:off|from|out)\b/,
  /\b(?:remove|delete|lose|forget|erase) (?:me|my (?:\w+ ){0,2}number|this number|my (?:info|details|data|contact))\b/,
  /\b(?:on|to|your|the) (?:\w+ )?(?:do not|dont|no) call (?:list|registry)\b/,
  /\bunsubscribe\b|\bopt(?:ing)? (?:me )?out\b|\b(?:revoke|withdraw) (?:my )?consent\b/,
  /\bleave (?:me|us) alone\b|\bleave me be\b/,
  /\b(?:dont|do not|never) (?:want|wish|like)(?: to (?:be|get|receive|hear|have)| any| you to| your)? (?:\w+ ){0,3}?(?:calls?|called|calling|texts?|texted|texting|messages?|contacted|contacting|hear from you)\b/,
  /\b(?:dont|do not) (?:want|wish) to (?:hear from|be (?:called|contacted|texted|bothered)|talk to) \w*/,
  // Spanish, French, German: the common ways, as people write them without accents.
  /\bno (?:me )?(?:llame[ns]?|llamen|contacte[ns]?|escriba[ns]?|mande[ns]?|envie[ns]?)\b|\bdeje[ns]? de (?:llamar|escribir|molestar)\w*/,
  /\b(?:quiteme|borreme|elimineme|saqueme) de\b|\b(?:denme|deme) de baja\b|\bborre mi numero\b|\bdeje(?:nme|me) en paz\b|\bdejame en paz\b/,
  /\bne (?:mappelez|me rappelez|me contactez|mecrivez|menvoyez) (?:plus|pas)\b|\barretez (?:de )?(?:mappeler|appeler|mecrire|menvoyer|me)\b/,
  /\blaissez moi tranquille\b|\b(?:desinscrivez|desabonnez) moi\b|\bplus de (?:sms|messages|appels)\b/,
  /\b(?:rufen|ruf) (?:sie )?(?:mich |hier )?(?:bitte )?(?:nie|nicht) (?:mehr|wieder)\b|\bkeine (?:weiteren )?(?:anrufe|nachrichten|sms)\b|\bnicht mehr an(?:rufen)?\b/,
  /\b(?:lass|lassen sie) mich in ruhe\b|\b(?:loschen|streichen) sie (?:meine nummer|mich)\b|\bschreiben sie mir nicht\b/,
];

/** "Don't stop", and "don't call before five", are the opposite of a refusal or only half of one. */
const NOT_A_REFUSAL = /\b(?:dont|do not|never|cant|cannot|wont|didnt|did not) stop\b/g;
const LIMITED = new RegExp(
  `\\b(?:do not|dont|please not) ${CONTACT} (?:me |us |back |him |her )*(?:before|after|until|till|between|yet|later|today|tonight|tomorrow|right now|now|at the moment|this (?:morning|afternoon|evening|week))\\b`,
  'g',
);
const FOR_GOOD = /\b(?:again|ever|any ?more|ever again)\b/;

/** Words about being contacted at all, which no laugh and no appointment takes back. */
const OF_CONTACT = new RegExp(`\\b(?:${CONTACT}|list|registry|unsubscribe|alone|opt(?:ing)? (?:me )?out|consent)\\b`);
const ABOUT_APPOINTMENT =
  /\b(?:appointments?|appt|booking|reservation|meeting|visit|consultation|delivery|order|slot|schedule|rendez vous|rdv|cita|reserva|termin)\b/;
const JOKE = /\b(?:lol|lmao|rofl|(?:ha){2,}h?|(?:he){2,}|jk|just kidding|kidding|joking|(?:ja){2,}|mdr|ptdr)\b/;
/** "I don't want to opt out". */
const TAKEN_BACK =
  /\b(?:dont|do not|didnt|did not|never|not|wouldnt|no need to|not trying to) (?:\w+ ){0,2}?(?:opt out|unsubscribe|remove me|take me off|delete me)\b/;

/**
 * Whether normalised words ask not to be contacted any more: certain, doubtful (they refuse, but in jest, about an
 * appointment, or taken back in the same breath), or not at all.
 */
export function refuses(words: string): Certainty | null {
  let rest = words.replace(NOT_A_REFUSAL, ' ');
  if (!FOR_GOOD.test(rest)) rest = rest.replace(LIMITED, ' ');
  if (!REFUSALS.some((refusal) => refusal.test(rest))) return null;
  if (TAKEN_BACK.test(words)) return 'doubtful';
  if (!OF_CONTACT.test(rest) && (JOKE.test(words) || ABOUT_APPOINTMENT.test(words))) return 'doubtful';
  return 'certain';
}

/** Places, ways and doings that are called a stop, and stops of something else. */
const HARMLESS_STOPS =
  /\b(?:bus|train|tram|metro|subway|truck|rest|pit|full|one|non|last|next|first|door|gas) stops?\b|\bstop (?:by|in|at|over|for|there|here|and|to|signs?|lights?|watch)\b|\b(?:cant|cannot|can not|couldnt|could not|wont|dont|do not|never|didnt|did not)(?: \w+)? stop(?: \w+ing)?\b|\b(?:rain|raining|snow|snowing|pain|bleeding|music) (?:will |would |did |to )?stop\b/g;
const STOP_DOING =
  /\b(?:to|i|we|he|she|they|will|ill|would|could|should|did) stop (?!calling|texting|messaging|contacting|sending|ringing|phoning|emailing|bothering|bugging|wasting|asking|trying)\w+ing\b/g;
/** Whole messages that may be a "no" to more than what was asked. */
const MAY_BE_NO = new Set(
  [
    ['no thanks', 'no thank you', 'no thx', 'no ty', 'nope thanks', 'im good thanks', 'not interested', 'no interest'],
    ['im not interested', 'i am not interested', 'not interested thanks', 'not interested thank you', 'pass'],
    ['no more', 'no mas', 'enough', 'enough already', 'thats enough', 'im done', 'leave it', 'forget it', 'drop it'],
    [
      'go away',
      'get lost',
      'back off',
      'piss off',
      'fuck off',
      'fuck you',
      'f off',
      'screw you',
      'shut up',
      'buzz off',
    ],
    ['spam', 'this is spam', 'scam', 'this is a scam', 'reported', 'blocked', 'no no no', 'dont', 'do not', 'never'],
    ['cancel it', 'cancel that', 'cancel all', 'cancel this', 'cancel everything', 'remove it', 'end it', 'end this'],
    ['stpo', 'sotp', 'stoo', 'sto', 'stp', 'stip', 'sstop', 'stop0', 'unsubcribe', 'unsuscribe', 'unsubscibe', 'unsub'],
    ['no gracias', 'no me interesa', 'no estoy interesado', 'no estoy interesada', 'basta', 'ya no', 'dejalo'],
    ['non merci', 'pas interesse', 'pas interessee', 'ca ne minteresse pas', 'ca suffit', 'laissez tomber', 'assez'],
    ['nein danke', 'kein interesse', 'kein bedarf', 'es reicht', 'genug', 'schluss', 'aufhoren', 'horen sie auf'],
  ].flat(),
);
/** Anywhere in the message. */
const HINTS: readonly RegExp[] = [
  /\bwrong (?:number|person|guy|girl)\b|\bnot (?:my|the right) number\b|\bno longer (?:my|his|her) number\b/,
  /\b(?:numero|telefono) equivocado\b|\b(?:mauvais|faux) numero\b|\bfalsche (?:nummer|person)\b|\bverwahlt\b/,
  /\b(?:how|where) did you get (?:my|this) number\b|\bwho gave you (?:my|this) number\b/,
  /\b(?:report|reporting|block|blocking) (?:you|this|your)\b|\b(?:sue|suing) you\b|\bmy lawyer\b|\bharass(?:ing|ment)\b/,
  /\b(?:cut|knock) it out\b|\bgive it a rest\b|\bquit it\b|\bfuck off\b|\bgo away\b|\bstopp{2,}\b|\bpara ya\b/,
];
/** Cancelling is the answer of whoever has an appointment; with nothing to cancel it may be a "no". */
const CANCEL = /\bcancel\b/;
const CANCEL_OF =
  /\b(?:today|tonight|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|morning|afternoon|evening|oclock|am|pm|ticket|flight|trip|table|room|\d+(?:am|pm)?)\b/;
const WANTS_CONTACT =
  /^(?:yes|yeah|yep|sure|ok(?:ay)?)\b|\b(?:please|do|can you|could you) (?:call|text) (?:me|back)\b/;

/** Whether a stop of whatever kind is left when all harmless ones are taken out. */
const stopIsLeft = (words: string): boolean =>
  /\b(?:stop|stops|stopp|arret|arretez|arreter|alto|parar)\b/.test(
    words.replace(HARMLESS_STOPS, ' ').replace(STOP_DOING, ' '),
  );

/**
 * Whether normalised words that do not refuse outright may still be a "no" to being contacted. `asWhole`: also short
 * words that decline whatever was asked ("no thanks"): a text of nothing else may mean everything, while in a
 * conversation it answers the question before.
 */
export function mayRefuse(words: string, options: { asWhole: boolean }): boolean {
  if (options.asWhole && MAY_BE_NO.has(words.replace(/^(?:please|just|ok|hey) | (?:please|lol|man|bro|now)$/g, '')))
    return true;
  if (HINTS.some((hint) => hint.test(words))) return true;
  if (stopIsLeft(words)) return true;
  return (
    options.asWhole &&
    CANCEL.test(words) &&
    !ABOUT_APPOINTMENT.test(words) &&
    !CANCEL_OF.test(words) &&
    !WANTS_CONTACT.test(words)
  );
}
