/** How a number of ours answers keywords. Absent fields fall back to the installation's, then to the defaults. */
export interface Replies {
  /** The carrier answers STOP, START and HELP itself (toll-free numbers, for one): Outdial sends nothing. */
  carrierAnswers?: boolean;
  confirmOptOut?: boolean;
  optOutText?: string;
  confirmOptIn?: boolean;
  optInText?: string;
  answerHelp?: boolean;
  helpText?: string;
}

/** Nothing in them sells: a confirmation that does is no longer one (47 CFR 64.1200(a)(12)). */
export const DEFAULT_REPLIES: Required<Replies> = {
  carrierAnswers: false,
  confirmOptOut: true,
  optOutText: 'You will get no more calls or texts from us. Reply START to allow them again.',
  confirmOptIn: true,
  optInText: 'You can get calls and texts from us again. Reply STOP to end them.',
  answerHelp: true,
  helpText: 'Reply STOP to get no more calls or texts.',
};

/** +1 800, 888, 877, 866, 855, 844, 833: their carriers answer STOP, START and HELP in the network. */
const NANP_TOLL_FREE = /^18(?:00|33|44|55|66|77|88)\d{7}$/;

/**
 * What holds for one number of ours (digits): its own word, else the installation's, else the default.
 * `carrierKnows`: the carrier of its provider answers the message in question by itself.
 */
export function repliesOf(
  phone: number,
  own: Replies | null,
  installation: Replies | null,
  carrierKnows = false,
): Required<Replies> {
  const carrierAnswers = carrierKnows || NANP_TOLL_FREE.test(String(phone));
  return { ...DEFAULT_REPLIES, carrierAnswers, ...installation, ...own };
}
