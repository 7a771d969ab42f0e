import { Link } from '@tanstack/react-router';
import { Button } from '../../../components/button.tsx';
import { useDraft, useEdit } from '../draft-context.tsx';
import { changeDraft, startCheck } from '../edits.ts';
import { ChooseCountry } from '../map/choose-country.tsx';
import type { Group } from '../queries.ts';
import type { UploadStep } from '../search.ts';

/** Causes that another step mends, and what to do there. */
const ELSEWHERE: Readonly<Record<string, readonly [step: UploadStep, words: string]>> = {
  variable_missing: ['map', 'Say in the message what stands there instead'],
  country_not_supported: ['map', 'Choose another number to call from, or other countries'],
  phone_missing: ['map', 'Look whether the right column is the phone number'],
  duplicate_phone: ['map', 'Choose which of the rows counts'],
  in_other_campaign: ['map', 'Choose what happens with them'],
  unreadable_characters: ['file', 'Try another encoding'],
  too_few_cells: ['file', 'Look at delimiter and quotes'],
  too_many_cells: ['file', 'Look at delimiter and quotes'],
  stray_quote: ['file', 'Look at delimiter and quotes'],
  unclosed_quote: ['file', 'Look at delimiter and quotes'],
};

const ZONE_FOR_THE_REST = ['map', 'Say a time zone for the rest'] as const;

/** Repairs that are a choice about the whole list: it is read anew with it, and checked again. */
export function OptionRepair({ group }: { group: Group }) {
  const { draft, missing } = useDraft();
  const edit = useEdit();
  const again = async (options: object): Promise<void> => {
    const changed = await edit.run((version) => changeDraft(draft.id, { version, options }));
    if (changed) await edit.run((version) => startCheck(draft.id, version));
  };
  const { code, option } = group;
  if (option === 'defaultCountry') {
    return (
      <ChooseCountry busy={edit.busy} missing={missing} onChoose={(defaultCountry) => void again({ defaultCountry })} />
    );
  }
  if (option === 'dateOrder') {
    return (
      <>
        <span className="text-sm text-muted">03/04/2027 is</span>
        <Button size="sm" busy={edit.busy} missing={missing} onClick={() => void again({ dateOrder: 'mdy' })}>
          4 March (month first)
        </Button>
        <Button size="sm" busy={edit.busy} missing={missing} onClick={() => void again({ dateOrder: 'dmy' })}>
          3 April (day first)
        </Button>
      </>
    );
  }
  const elsewhere = option === 'defaultZone' ? ZONE_FOR_THE_REST : ELSEWHERE[code];
  if (elsewhere === undefined || missing !== undefined) return null;
  const [step, words] = elsewhere;
  return (
    <Link to="/uploads/$importId" params={{ importId: draft.id }} search={{ step }} className="link text-sm">
      {words}
    </Link>
  );
}
