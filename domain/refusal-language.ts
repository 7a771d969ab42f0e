/** Lower case, accents and punctuation gone, one space between words; "don't" becomes "dont". */
export function wordsOf(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}'’‘`]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

const CONTACT =
  '(?:call|calls|called|calling|phone|phoning|ring|ringing|text|texts|texting|message|messages|messaging|contact|contacting|sms|email|emailing|mail)';
/** What may stand between the "not" and the contact; any word would also hear "I never got your message". */
const BETWEEN =
  '(?:(?:you|ever|please|all|any|of|me|us|to|try|with|making|sending|the|your|these|those|this|dare|keep|be) ){0,3}';
const NOT = '(?:do not|dont|never|please not|stop|quit|cease|no more|no longer|not to)';

/** Over normalised words. Each is a "no" to being contacted, not a "no" to an offer. */
const REFUSALS: readonly RegExp[] = [
  new RegExp(`\\b${NOT} ${BETWEEN}${CONTACT}\\b`),
  /\b(?:stop|quit|cease) (?:\w+ ){0,2}?(?:sending|bothering|harassing|spamming|disturbing|this|these|it)\b/,
  /^(?:please |just |ok |hey |yo )*stop\b(?! (?:by|in|at|over|for|there|here|and|to)\b)/,
  /\bstop (?:please|now|already)$/,
  /\b(?:take|remove|get|scratch|cross|strike) (?:me|my (?:\w+ ){0,2}number|this number|us) (?:off|from|out)\b/,
  /\b(?:remove|delete|lose|forget|erase) (?:me|my (?:\w+ ){0,2}number|this number|my (?:info|details|data|contact))\b/,
  /\b(?:on|to|your|the) (?:\w+ )?(?:do not|dont|no) call (?:list|registry)\b/,
  /\bunsubscribe\b|\bopt(?:ing)? (?:me )?out\b|\b(?:revoke|withdraw) (?:my )?consent\b/,
  /\bleave (?:me|us) alone\b|\bleave me be\b/,
  /\b(?:dont|do not|never) (?:want|wish|like)(?: to (?:be|get|receive|hear|have)| any| you to| your)? (?:\w+ ){0,3}?(?:calls?|called|calling|texts?|texted|texting|messages?|contacted|contacting|hear from you)\b/,
  /\b(?:dont|do not) (?:want|wish) to (?:hear from|be (?:called|contacted|texted|bothered)|talk to) \w*/,
  /\bno (?:me )?(?:llame[ns]?|llamen|contacte[ns]?|escriba[ns]?|mande[ns]?|envie[ns]?)\b|\bdeje[ns]? de (?:llamar|escribir|molestar)\w*/,
  /\b(?:quiteme|borreme|elimineme|saqueme) de\b|\bborre mi numero\b/,
  /\bne (?:mappelez|me rappelez|me contactez|mecrivez) (?:plus|pas)\b|\barretez (?:de )?(?:mappeler|appeler|me)\b/,
  /\b(?:rufen|ruf) (?:sie )?(?:mich |hier )?(?:bitte )?(?:nie|nicht) (?:mehr|wieder)\b|\bkeine (?:anrufe|nachrichten|sms)\b|\bnicht mehr an(?:rufen)?\b/,
];

/** "Don't stop", and "don't call before five", are the opposite of a refusal or only half of one. */
const NOT_A_REFUSAL = /\b(?:dont|do not|never|cant|cannot|wont|didnt|did not) stop\b/g;
const LIMITED = new RegExp(
  `\\b(?:do not|dont|please not) ${CONTACT} (?:me |us |back |him |her )*(?:before|after|until|till|between|yet|later|today|tonight|tomorrow|right now|now|at the moment|this (?:morning|afternoon|evening|week))\\b`,
  'g',
);
const FOR_GOOD = /\b(?:again|ever|any ?more|ever again)\b/;

/** Whether normalised words ask not to be contacted any more. When in doubt it is a "no": that costs one contact, not a person's trust. */
export function refuses(words: string): boolean {
  let rest = words.replace(NOT_A_REFUSAL, ' ');
  if (!FOR_GOOD.test(rest)) rest = rest.replace(LIMITED, ' ');
  return REFUSALS.some((refusal) => refusal.test(rest));
}
