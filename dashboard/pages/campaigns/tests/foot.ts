/** Buttons at the end of the dialog, in reach however long what is above them gets. */
export const FOOT =
  'sticky -bottom-4 -mx-5 -mb-4 flex flex-wrap items-center justify-end gap-2 rounded-b-lg border-t border-line bg-raised px-5 py-3';
