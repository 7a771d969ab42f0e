import { usePatchSearch } from '../../app/use-patch-search.ts';
import { phoneWords } from '../../format/phone.ts';
import { Bars, type Bar } from './bars.tsx';
import { HourBars } from './hour-bars.tsx';
import { prefixWords } from './prefix-words.ts';
import type { GroupDetail } from './queries.ts';
import type { CauseSearch } from './search.ts';

/** Where these failures come from; each bar filters the table below, and the address keeps it. */
export function Breakdown({ detail, search }: { detail: GroupDetail; search: CauseSearch }) {
  const patch = usePatchSearch();
  const { numbers, prefixes, countries, codes, hours } = detail.breakdown;
  const { attempts } = detail.group;
  const lists: { param: 'number' | 'country' | 'prefix' | 'code'; title: string; none: string; bars: Bar[] }[] = [
    {
      param: 'number',
      title: 'Caller ID',
      none: 'None of them was tried from a number.',
      bars: numbers.map(({ numberId, phone, label, attempts: value }) => ({
        key: numberId,
        label: phoneWords(phone),
        note: label ?? undefined,
        value,
      })),
    },
    {
      param: 'country',
      title: 'Country that was dialled',
      none: 'None of them was dialled to a country that is known.',
      bars: countries.map(({ country, name, attempts: value }) => ({ key: country, label: name, value })),
    },
    {
      param: 'prefix',
      title: 'Area that was dialled',
      none: 'None of them was dialled.',
      bars: prefixes.map(({ prefix, place, attempts: value }) => ({
        key: prefix,
        label: prefixWords(prefix),
        note: place ?? undefined,
        value,
      })),
    },
    {
      param: 'code',
      title: 'Provider code',
      none: 'The provider gave no word of its own.',
      bars: codes.map(({ code, attempts: value }) => ({ key: code, label: code, isCode: true, value })),
    },
  ];
  return (
    <section aria-labelledby="breakdown">
      <h2 id="breakdown" className="mb-1 text-lg font-semibold">
        Where they come from
      </h2>
      <p className="mb-3 text-sm text-muted">
        Failed attempts, also of contacts that were reached later. A bar filters the contacts below. Countries go by the
        prefix of the number; its carrier is not told by any provider.
      </p>
      <div className="grid gap-3 md:grid-cols-2 xl:grid-cols-4">
        {lists.map(({ param, ...list }) => (
          <Bars
            key={param}
            {...list}
            total={attempts}
            picked={search[param]}
            onPick={(key) => patch({ [param]: search[param] === key ? undefined : key, tab: undefined })}
          />
        ))}
        <HourBars
          hours={hours}
          at={detail.at}
          picked={search.hour}
          onPick={(hour) => patch({ hour: search.hour === hour ? undefined : hour, tab: undefined })}
        />
      </div>
    </section>
  );
}
