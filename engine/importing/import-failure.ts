/** Why a whole file cannot be imported, as it is stored with the import and shown. */
export interface ImportFailureFacts {
  code: string;
  message: string;
  repair?: string;
}

/** Ends an import for good: trying again would end the same. */
export class ImportFailure extends Error {
  override name = 'ImportFailure';
  readonly facts: ImportFailureFacts;

  constructor(facts: ImportFailureFacts) {
    super(facts.message);
    this.facts = facts;
  }
}

export const refuseFile = (code: string, message: string, repair: string): ImportFailure =>
  new ImportFailure({ code, message, repair });
