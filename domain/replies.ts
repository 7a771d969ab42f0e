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
