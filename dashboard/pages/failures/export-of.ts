import type { SelectionState } from '../../components/use-selection.ts';

/** As many as an address has room for: of more chosen ones the whole list is handed out. */
const MOST_NAMED = 1_000;

/** Whether an export is of the chosen ones only. Pure. */
export const isChosen = ({ all, keys }: SelectionState): boolean => (all || keys.size > 0) && keys.size <= MOST_NAMED;

/** The chosen ones as an export asks for them: those, or all but some. Pure. */
export const chosenOf = (selection: SelectionState): { contactIds?: string; exceptContactIds?: string } => {
  const { all, keys } = selection;
  if (!isChosen(selection) || keys.size === 0) return {};
  const ids = [...keys].join(',');
  return all ? { exceptContactIds: ids } : { contactIds: ids };
};
