import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSms, type SmsMeaning } from '../../../domain/sms-meaning.ts';

const TABLE: Record<SmsMeaning, readonly string[]> = {
  opt_out: [
    ['STOP', ' stop. ', 'Stop!!!', '"STOP"', 'stop please', 'Please stop', 'stopall', 'STOP ALL', 'Quit', 'END'],
    ['revoke', 'opt out', 'OPT-OUT', 'optout', 'Cancel', 'unsubscribe', 'REMOVE', 'Arrêt', 'TD', 'stop thanks'],
    ['Please cancel', 'STOP 😂', 'S T O P'.replaceAll(' ', ''), 'Stopp', 'ALTO', 'Baja', 'Abmelden', 'Arrêtez !'],
    ['please stop texting me', 'Stop sending me these messages', "don't text me again", 'do not contact me'],
    ['Don’t ever call or text this number again', 'take me off your list', 'Please remove me from this list.'],
    ['remove my number', 'lose my number', 'no more texts please', 'leave me alone', 'I want to opt out of this'],
    ['I do not want to receive any more messages', "I don't want any calls from you", 'Stop. Who is this?'],
    ["don't call me before 5 or ever again", 'put me on your do not call list', 'No me llamen más'],
    ['Ne m’appelez plus', 'Rufen Sie mich nicht mehr an', 'stop it', 'Stop this', 'stop bugging me', 'STOP NOW'],
    ['quit calling', 'cease contacting me', 'I said stop texting', 'how do I unsubscribe', 'unsubscribe me please'],
    ['Delete my number from your system', 'forget my number', 'I revoke my consent', 'I withdraw consent'],
    ['never text me again', 'no longer contact me', 'stop texting me lol', 'cancel my appointment and stop texting me'],
    ['Lassen Sie mich in Ruhe', 'Keine SMS mehr', 'keine weiteren Anrufe', 'löschen Sie meine Nummer'],
    ['Laissez-moi tranquille', "Arrêtez de m'appeler", 'désinscrivez-moi', 'Plus de SMS svp'],
    ['Déjenme en paz', 'deje de llamarme', 'no me manden mensajes', 'borre mi número', 'denme de baja'],
    [
      'wish you would stop calling',
      'get me off this thing',
      'ok stop',
      'hey stop',
      'Would you please stop now',
      'stop wasting my time',
    ],
  ].flat(),
  doubtful: [
    ['stop it lol', 'haha stop', 'lol stop it', 'stop this haha', 'who is this? stop', 'I told you stop'],
    ['no thanks', 'No, thank you!', 'not interested', "I'm not interested", 'No thx', 'pass', 'enough already'],
    ['wrong number', 'You have the wrong number', 'wrong person sorry', 'this is no longer his number'],
    ['leave it', 'forget it', 'go away', 'get lost', 'F off', 'fuck off', 'this is spam', 'Scam', 'reported'],
    ['how did you get my number?', 'who gave you this number', 'I will report you', 'I am blocking you'],
    ['stpo', 'sotp', 'stoppp', 'unsubcribe', 'Unsuscribe', "I don't want to opt out", 'do not unsubscribe me'],
    [
      "please don't remove me from the list",
      'they should stop wasting my time',
      'you need to stop',
      'just make it stop',
    ],
    ['cancel it', 'cancel everything', 'I need to cancel', 'cancel my subscription', 'knock it off and cut it out'],
    ['remove me from the Tuesday appointment', 'no gracias', 'No me interesa', 'número equivocado', '¡Basta!'],
    ['Non merci', 'pas intéressé', 'mauvais numéro', 'ça suffit', 'arrêtez ça', 'Nein danke', 'Kein Interesse'],
    ['falsche Nummer', 'es reicht', "I'm done", 'this is harassment', 'my lawyer will hear of it', 'no no no'],
  ].flat(),
  help: ['HELP', 'help?', 'Info', ' ayuda ', 'aide', 'Hilfe!'],
  opt_in: ['START', 'unstop', 'Start.', 'Opt in', 'subscribe'],
  other: [
    ['', 'Yes', 'yes please call me', 'ok thanks', 'I will stop by the office tomorrow', 'stop by at five?'],
    ['Can I cancel my appointment and come at the end of the week?', 'cancel my appointment', 'stop in on Monday'],
    ["don't stop, this is great", 'when does it start', 'call me back', "please don't call me before 5pm", 'not now'],
    ['who is this?', 'help me reschedule', 'the bus stop is closed', 'I never got your message', 'C', '1', '👍'],
    ["I can't stop laughing", 'I could not stop crying', 'I want to stop smoking', 'we will stop drinking soon'],
    ['please cancel my booking', 'Cancel Tuesday please', 'can you cancel the 3pm', 'I have to cancel tomorrow'],
    ['the rain will stop soon', 'no stop signs there', 'meet me at the train stop', 'the next stop is mine'],
    ['yes, cancel and call me back', 'annuler mon rendez-vous', 'no', 'No.', 'nope', 'maybe', 'later', 'busy now'],
    ['call me after 6', "don't call me today", 'no problem', 'sure thing', 'how much is it?', 'what time?'],
    ['I need to move my appointment', 'running late', 'see you there', 'gracias', 'merci', 'danke', 'sí', 'oui', 'ja'],
    ['this is the end of my shift', 'I removed the old tires', 'the list is long', 'thanks for the call'],
  ].flat(),
};
const MEANINGS: readonly SmsMeaning[] = ['opt_out', 'doubtful', 'help', 'opt_in', 'other'];

describe('readSms', () => {
  it.each(MEANINGS.flatMap((meaning) => TABLE[meaning].map((text) => [meaning, text] as const)))(
    'hears %s in "%s"',
    (meaning, text) => {
      expect(readSms(text)).toBe(meaning);
    },
  );

  it('takes a standard word for a no however it is cased, accented, punctuated or spaced', () => {
    const decoration = fc.array(fc.constantFrom(' ', '.', '!', '"', '?', '\n', '…', '🙏', "'", '-'), { maxLength: 6 });
    const word = fc.constantFrom('stop', 'stopall', 'stop all', 'quit', 'end', 'revoke', 'opt out', 'cancel', 'arrêt');
    const casing = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(decoration, word, decoration, casing, (before, text, after, upper) => {
        const cased = [...text].map((letter, i) => (upper[i] ? letter.toUpperCase() : letter)).join('');
        expect(readSms([...before, cased, ...after].join(''))).toBe('opt_out');
      }),
    );
  });

  it('never passes over a bare stop at the end of whatever was said', () => {
    const filler = fc.array(fc.constantFrom('hm', 'well', 'listen', 'who', 'is', 'this', 'my', 'friend', 'really'), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(filler, (words) => {
        expect(['opt_out', 'doubtful']).toContain(readSms([...words, 'stop'].join(' ')));
      }),
    );
  });

  it('never takes a cancelled appointment for an opt-out', () => {
    const ask = fc.constantFrom('cancel', 'please cancel', 'can I cancel', 'i must cancel', 'we want to cancel');
    const what = fc.constantFrom('appointment', 'booking', 'reservation', 'meeting', 'visit', 'delivery');
    const when = fc.constantFrom('', ' on Friday', ' at 5', ' please', ' and take another one', ' thanks', ', sorry');
    fc.assert(
      fc.property(ask, what, when, (verb, thing, rest) => {
        expect(readSms(`${verb} my ${thing}${rest}`)).toBe('other');
      }),
    );
  });

  it('reads any text at all, of any length, in a moment', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => MEANINGS.includes(readSms(text))));
    for (const unit of ['stop ', 'dont ', 'please just ok ', 'ha', 'take me ', 'remove my ']) {
      expect(MEANINGS).toContain(readSms(unit.repeat(20_000)));
    }
  });
});
