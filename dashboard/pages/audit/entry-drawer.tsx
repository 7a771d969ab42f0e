import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Button } from '../../components/button.tsx';
import { Json } from '../../components/code-block.tsx';
import { CopyableId } from '../../components/copyable.tsx';
import { Drawer } from '../../components/drawer.tsx';
import { KeyValue } from '../../components/key-value.tsx';
import { Time } from '../../components/time.tsx';
import { count } from '../../format/number.ts';
import { actorWords } from '../failures/actor-words.ts';
import { actionWords, countOf } from './action-words.ts';
import type { AuditEntry } from './queries.ts';
import { Subject } from './subject.tsx';

/** One line of the trail with all that was kept of it. */
export function EntryDrawer({ entry }: { entry: AuditEntry }) {
  const patch = usePatchSearch();
  const many = countOf(entry.details);
  return (
    <Drawer title={sentence(actionWords(entry.action))} onClose={() => patch({ entry: undefined })}>
      <div className="flex flex-col gap-5">
        <KeyValue
          items={[
            ['Who', actorWords(entry.actor)],
            ['When', <Time key="at" at={entry.at} as="long" />],
            [
              'What',
              <code key="what" className="font-mono text-sm">
                {entry.action}
              </code>,
            ],
            ['To what', <Subject key="subject" {...entry} />],
            ['Why', entry.reason ?? <span className="text-subtle">No reason was given.</span>],
            ...(many === undefined ? [] : [['How many', count(many)] as const]),
            ['Entry', <CopyableId key="id" id={entry.id} label="entry id" />],
          ]}
        />
        <section>
          <h3 className="mb-2 font-semibold">Details</h3>
          {Object.keys(entry.details).length === 0 ? (
            <p className="text-muted">Nothing more was kept.</p>
          ) : (
            <Json value={entry.details} label="Details" />
          )}
        </section>
        <div className="flex flex-wrap gap-2">
          <Button size="sm" onClick={() => patch({ subject: entry.subject, actor: undefined, action: undefined })}>
            Everything done to this
          </Button>
          <Button size="sm" onClick={() => patch({ actor: entry.actor, subject: undefined, action: undefined })}>
            Everything by {actorWords(entry.actor)}
          </Button>
        </div>
      </div>
    </Drawer>
  );
}

export const sentence = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
