import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { numbersQuery } from '../../api/accounts.ts';
import { addressOf } from '../../api/client.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Field } from '../../components/field.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { Select } from '../../components/select.tsx';
import { phoneWords } from '../../format/phone.ts';
import { repliesQuery } from './queries.ts';
import { RepliesForm } from './replies-form.tsx';
import { SectionHead } from './section-head.tsx';

const route = getRouteApi('/app/settings/replies');

/** How STOP, START and HELP are answered. */
export function RepliesSettings() {
  const { number } = route.useSearch();
  const patch = usePatchSearch();
  const numbers = useQuery(numbersQuery()).data?.items ?? [];
  const query = useQuery(repliesQuery(number));
  const phone = numbers.find(({ id }) => id === number)?.phone;
  return (
    <>
      <SectionHead
        title="Replies to STOP, START and HELP"
        actions={
          <AsCommand
            call={{
              method: 'GET',
              address:
                number === undefined
                  ? addressOf('/replies')
                  : addressOf('/numbers/:numberId/replies', { params: { numberId: number } }),
            }}
            cli={`outdial replies show${phone === undefined ? '' : ` --number ${phone}`}`}
          />
        }
      >
        One text each, sent once. STOP holds from the moment it arrives, whatever is answered.
      </SectionHead>
      <div className="mb-5 max-w-sm">
        <Field label="Which number">
          <Select
            options={[
              { value: '', label: 'All numbers' },
              ...numbers.map(({ id, phone: own, label }) => ({
                value: id,
                label: `${phoneWords(own)}${label === null ? '' : `, ${label}`}`,
              })),
            ]}
            value={number ?? ''}
            onChange={(value) => patch({ number: value === '' ? undefined : value })}
          />
        </Field>
      </div>
      <QueryView query={query} what="The replies" works="answering: it goes on as it was set">
        {(replies) => (
          <RepliesForm key={`${number} ${JSON.stringify(replies.own)}`} numberId={number} replies={replies} />
        )}
      </QueryView>
    </>
  );
}
