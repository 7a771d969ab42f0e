import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toProblem } from '../../api/problem.ts';
import { Button } from '../../components/button.tsx';
import { Callout } from '../../components/callout.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { Field } from '../../components/field.tsx';
import { FileDrop } from '../../components/file-drop.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Input } from '../../components/input.tsx';
import { bytes, count, plural } from '../../format/number.ts';
import { loadList, type Loaded, type StopList } from './queries.ts';
import { ScopeFields, scopeOf, type ScopeForm } from './scope-fields.tsx';

interface UploadDialogProps {
  /** Set = another file in the place of what it has. */
  list: StopList | undefined;
  onClose: () => void;
}

const NAME = /^[a-z0-9][a-z0-9-]{0,62}$/;

/** A file of numbers as registries hand them out. Nothing counts before all of it is in; then all of it does at once. */
export function UploadDialog({ list, onClose }: UploadDialogProps) {
  const client = useQueryClient();
  const [name, setName] = useState(list?.name ?? '');
  const [source, setSource] = useState(list?.source ?? '');
  const [asOf, setAsOf] = useState('');
  const [country, setCountry] = useState('');
  const [scope, setScope] = useState<ScopeForm>({ purpose: list?.purpose ?? '', channel: list?.channel ?? '' });
  const [file, setFile] = useState<File | null>(null);
  const [fewer, setFewer] = useState(false);
  const [isFewer, setIsFewer] = useState(false);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const problems = {
    file: file === null ? 'Choose the file.' : undefined,
    name: NAME.test(name) ? undefined : 'Small letters, digits and dashes only.',
    source: source.trim() === '' ? 'Say where it comes from.' : undefined,
  };
  const submit = async (): Promise<unknown> => {
    if (file === null || loaded !== null) return undefined;
    try {
      const done = await loadList(name, file, {
        source: source.trim(),
        ...scopeOf(scope),
        ...(asOf === '' ? {} : { asOf }),
        ...(country.trim() === '' ? {} : { country: country.trim().toUpperCase() }),
        ...(fewer ? { allowFewer: true } : {}),
      });
      void client.invalidateQueries({ queryKey: ['suppressions'] });
      setLoaded(done);
      return true;
    } catch (error) {
      if (/fewer|shrink|half/i.test(`${toProblem(error).code} ${toProblem(error).message}`)) setIsFewer(true);
      throw error;
    }
  };
  if (loaded !== null) {
    return (
      <Dialog
        open
        onOpenChange={onClose}
        title={`${loaded.name} is loaded`}
        footer={
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <LoadedWords loaded={loaded} />
      </Dialog>
    );
  }
  return (
    <FormDialog
      title={list === undefined ? 'Load a stop list' : `Replace ${list.name}`}
      description="One number a row, as CSV or text. The whole file counts at once, or not at all."
      submit={list === undefined ? 'Load the list' : 'Replace the list'}
      width="md"
      problems={problems}
      onSubmit={submit}
      onClose={onClose}
    >
      {(shown) => (
        <>
          <FileDrop
            label={file === null ? 'Choose a file, or drop it here' : `${file.name}, ${bytes(file.size)}`}
            hint="CSV or text, at most 1 GB. A header and other columns do no harm."
            problem={shown['file']}
            accept=".csv,.txt,text/csv,text/plain"
            onFile={(chosen) => {
              setFile(chosen);
              if (name === '') setName(nameFrom(chosen.name));
            }}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <Field
              label="Name"
              hint="Small letters, digits and dashes, like us-national-dnc."
              error={name === '' ? shown['name'] : problems.name}
            >
              <Input
                value={name}
                disabled={list !== undefined}
                maxLength={63}
                onChange={(event) => setName(event.target.value)}
              />
            </Field>
            <Field label="Where it was fetched" error={shown['source']}>
              <Input
                value={source}
                maxLength={500}
                placeholder="National registry, downloaded by …"
                onChange={(event) => setSource(event.target.value)}
              />
            </Field>
            <Field label="As of" optional hint="The day as of which it was published: rules ask for its age.">
              <Input type="date" value={asOf} onChange={(event) => setAsOf(event.target.value)} />
            </Field>
            <Field label="Country of national numbers" optional hint="Two letters, like US.">
              <Input value={country} maxLength={2} onChange={(event) => setCountry(event.target.value)} />
            </Field>
          </div>
          <ScopeFields value={scope} onChange={setScope} />
          {(isFewer || fewer) && (
            <Checkbox
              checked={fewer}
              onChange={setFewer}
              label="Take it although it is much shorter"
              hint="It has less than half of the numbers that the list has now. A file that was cut off looks like this."
            />
          )}
        </>
      )}
    </FormDialog>
  );
}

const nameFrom = (fileName: string): string =>
  fileName
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 63);

const LoadedWords = ({ loaded }: { loaded: Loaded }) => (
  <div className="flex flex-col gap-3">
    <p>{loaded.message}</p>
    <ul className="list-disc pl-5">
      <li>
        {plural(loaded.numbers, 'number')} on it, {count(loaded.added)} new, {count(loaded.lifted)} no longer on it
      </li>
      <li>{plural(loaded.contactsEnded, 'contact')} ended</li>
      {loaded.repaired > 0 && (
        <li>{plural(loaded.repaired, 'number')} that a spreadsheet had damaged, taken as repaired</li>
      )}
    </ul>
    {loaded.rowsRejected > 0 && (
      <Callout
        tone="warning"
        title={`${plural(loaded.rowsRejected, 'row')} of ${count(loaded.rowsRead)} could not be read`}
      >
        <ul className="text-sm">
          {loaded.rejected.slice(0, 10).map(({ row, value, why }) => (
            <li key={row}>
              Row {count(row)}: “{value}”, {why}
            </li>
          ))}
        </ul>
      </Callout>
    )}
  </div>
);
