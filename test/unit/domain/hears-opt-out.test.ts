import { describe, expect, it } from 'vitest';
import type { TranscriptTurn } from '../../../domain/fact.ts';
import { hearsOptOut } from '../../../domain/hears-opt-out.ts';

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
    'Lassen Sie mich in Ruhe!',
    'No me llamen más, por favor',
    "Ne m'appelez plus",
  ])('is certain of "%s"', (text) => {
    expect(hearsOptOut([agent('Hello, am I speaking with Sam?'), person(text)])).toEqual({
      certainty: 'certain',
      evidence: text,
    });
  });

  it.each([
    'You have the wrong number.',
    'How did you get my number?',
    'Oh stop it, haha',
    'You should just stop',
    'Go away',
    'Take me off the Tuesday appointment',
    'Falsche Nummer',
    'I will report you',
  ])('doubts "%s"', (text) => {
    expect(hearsOptOut([agent('Hello?'), person(text)])).toEqual({ certainty: 'doubtful', evidence: text });
  });

  it('prefers certain words that come later to doubtful ones before', () => {
    const turns = [
      person('Who is this? Wrong number.'),
      agent('This is the clinic of Doctor Lee.'),
      person('Stop calling me'),
    ];
    expect(hearsOptOut(turns)).toEqual({ certainty: 'certain', evidence: 'Stop calling me' });
  });

  it('hears what a transcript cut in two', () => {
    expect(hearsOptOut([person('Please do not'), agent('Sorry?'), person('call me again')])).toEqual({
      certainty: 'certain',
      evidence: 'Please do not call me again',
    });
  });

  it('does not take the words of the agent, nor a no to an offer, for a no to being called', () => {
    expect(
      hearsOptOut([agent('If you want us to stop calling, say stop.'), person('No, it is fine.')]),
    ).toBeUndefined();
    expect(hearsOptOut([person('No thanks.'), person("I'm not interested in that.")])).toBeUndefined();
    expect(hearsOptOut([person("Don't call me before nine tomorrow, I am asleep")])).toBeUndefined();
    expect(hearsOptOut([person('Sure, call me tomorrow'), person('I can stop by on Friday')])).toBeUndefined();
    expect(hearsOptOut([person('Please cancel my appointment'), person("I can't stop laughing")])).toBeUndefined();
    expect(hearsOptOut([])).toBeUndefined();
  });
});
