import { usePatchSearch } from '../../app/use-patch-search.ts';
import { CodeBlock } from '../../components/code-block.tsx';
import { Drawer } from '../../components/drawer.tsx';
import { KeyValue } from '../../components/key-value.tsx';
import { Pill } from '../../components/pill.tsx';
import type { LawRule } from './queries.ts';
import { placeWords } from './place-words.ts';
import { ruleSentences } from './rule-words.ts';

/** One rule, with its source. */
export function RuleDrawer({ rule }: { rule: LawRule }) {
  const patch = usePatchSearch();
  const { id, jurisdiction, from, until, purposes, channels, confirmed, source, note, inForce } = rule;
  return (
    <Drawer
      title={placeWords(jurisdiction)}
      status={
        <Pill tone={!inForce ? 'neutral' : confirmed ? 'done' : 'warning'} size="sm">
          {!inForce ? 'Not in force' : confirmed ? 'Confirmed' : 'Not confirmed'}
        </Pill>
      }
      onClose={() => patch({ rule: undefined })}
    >
      <div className="flex flex-col gap-5">
        <ul className="flex list-disc flex-col gap-1 pl-5 text-lg">
          {ruleSentences(rule).map((sentence) => (
            <li key={sentence}>{sentence}.</li>
          ))}
        </ul>
        <KeyValue
          items={[
            [
              'Holds for',
              `${purposes.join(', ')}; ${channels.map((channel) => (channel === 'call' ? 'calls' : 'texts')).join(' and ')}`,
            ],
            ['In force', until === undefined ? `since ${from}` : `from ${from} until before ${until}`],
            ['Source', source],
            ['Read in the text of the law', confirmed ? 'yes' : 'no: it rests on a secondary source'],
            ...(note === undefined ? [] : [['Note', note] as const]),
          ]}
        />
        <section>
          <h3 className="mb-2 font-semibold">What holds in all of this place</h3>
          <CodeBlock
            label="Command"
            code={`outdial rules '${jurisdiction}' --purpose ${purposes[0] ?? 'marketing'}`}
            scroll={false}
          />
          <p className="mt-1 text-sm text-subtle">
            Together with the rules of the country around it, hour by hour. This one is{' '}
            <code className="font-mono">{id}</code>.
          </p>
        </section>
      </div>
    </Drawer>
  );
}
