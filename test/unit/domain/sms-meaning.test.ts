import { describe, expect, it } from 'vitest';
import type { TranscriptTurn } from '../../../domain/fact.ts';
import { hearsOptOut } from '../../../domain/hears-opt-out.ts';
import { readSms, type SmsMeaning } from '../../../domain/sms-meaning.ts';

describe('readSms', () => {
  it.each<[SmsMeaning, string[]]>([
    [
      'opt_out',
      [
        'STOP',
        ' stop. ',
        'Stop!!!',
        '"STOP"',
        'stop please',
        'Please stop',
        'stopall',
        'STOP ALL',
        'Quit',
        'END',
        'revoke',
        'opt out',
        'OPT-OUT',
        'optout',
        'Cancel',
        'unsubscribe',
        'REMOVE',
        'Arrêt',
        'TD',
      ],
    ],
    [
      'opt_out',
      [
        'please stop texting me',
        'Stop sending me these messages',
        "don't text me again",
        'Don’t ever call or text this number again',
        'do not contact me',
        'take me off your list',
        'Please remove me from this list.',
        'remove my number',
        'lose my number',
        'no more texts please',
        'leave me alone',
        'I want to opt out of this',
        'I do not want to receive any more messages',
        "I don't want any calls from you",
        "don't call me before 5 or ever again",
        'put me on your do not call list',
        'No me llamen más',
        'Ne m’appelez plus',
        'Rufen Sie mich nicht mehr an',
        'Stop. Who is this?',
      ],
    ],
    ['help', ['HELP', 'help?', 'Info', ' ayuda ']],
    ['opt_in', ['START', 'unstop', 'Start.']],
    [
      'other',
      [
        '',
        'Yes',
        'yes please call me',
        'ok thanks',
        'Can I cancel my appointment and come at the end of the week?',
        'I will stop by the office tomorrow',
        'stop by at five?',
        "don't stop, this is great",
        'when does it start',
        'call me back',
        "please don't call me before 5pm",
        'not now',
        'who is this?',
        'help me reschedule',
        'the bus stop is closed',
        'I never got your message',
      ],
    ],
  ])('hears %s', (meaning, texts) => {
    for (const text of texts) expect(readSms(text), text).toBe(meaning);
  });
});

const person = (text: string): TranscriptTurn => ({ role: 'person', text });
const agent = (text: string): TranscriptTurn => ({ role: 'agent', text });

describe('hearsOptOut', () => {
  it.each([
    'Stop calling me.',
    "Look, don't call me again, okay?",
    'Take me off your list.',
    'Could you please take my number off your calling list?',
    'I told you to never call here again',
    'Please put this number on the do not call list',
    'You people need to stop calling this number',
    'Stop.',
    'I do not wish to be contacted',
    'Remove me from your database',
  ])('hears "%s"', (text) => {
    expect(hearsOptOut([agent('Hello, am I speaking with Sam?'), person(text)])).toBe(text);
  });

  it('hears what a transcript cut in two', () => {
    expect(hearsOptOut([person('Please do not'), agent('Sorry?'), person('call me again')])).toBe(
      'Please do not call me again',
    );
  });

  it('does not take the words of the agent, nor a no to an offer, for a no to being called', () => {
    expect(
      hearsOptOut([agent('If you want us to stop calling, say stop.'), person('No, it is fine.')]),
    ).toBeUndefined();
    expect(hearsOptOut([person('No thanks.'), person("I'm not interested in that.")])).toBeUndefined();
    expect(hearsOptOut([person("Don't call me before nine tomorrow, I am asleep")])).toBeUndefined();
    expect(hearsOptOut([person('Sure, call me tomorrow'), person('I can stop by on Friday')])).toBeUndefined();
    expect(hearsOptOut([])).toBeUndefined();
  });
});
