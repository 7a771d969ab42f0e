import { describeCause } from '../cause.ts';

const WORDS: Record<string, string> = {
  opted_out: 'said no since',
  never_retry: 'can never be reached that way: the number is dead or said no',
  parked: 'nobody knows yet whether it was dialled: decide that first',
  in_other_retry: 'is in another retry that is open',
  out_of_attempts: 'has had all attempts that the campaign allows',
  changed_since: 'moved on since the plan was made',
  no_more_steps: 'the campaign has no such step any more',
  no_consent: 'has not given the consent that the law asks for',
  zone_unknown: 'its time zone is not known',
  window_never_open: 'has no hour at which it may be called',
  campaign_ended: "the campaign's end has come",
  after_cutoff: 'its own cut-off has come',
  expired: 'its time was over before its turn came',
  expired_before_window: 'its time is over before its hours open',
  window_ended: 'its hours closed before its turn came, and the campaign does not go on the next day',
};

/** Why somebody of a retry is not dialled, in words that follow "…, who". */
export const sayExclusion = (reason: string): string => WORDS[reason] ?? describeCause(reason).words.toLowerCase();
