import { Link } from '@tanstack/react-router';
import { CopyableId } from '../../components/copyable.tsx';
import { KeyValue } from '../../components/key-value.tsx';
import { Phone } from '../../components/phone.tsx';
import { Pill } from '../../components/pill.tsx';
import { Time } from '../../components/time.tsx';
import type { History } from './queries.ts';
import { SuppressionRow } from './suppression-row.tsx';
import { placesWords, zoneSourceWords } from './words.ts';

/** Who it is, where, and what they said yes or no to. */
export const PersonTab = ({ history }: { history: History }) => (
  <div className="flex flex-col gap-6">
    <Section title="Who and where">
      <KeyValue
        items={[
          ['Contact', <CopyableId key="id" id={history.id} label="contact id" />],
          ['Name', history.name],
          ['External id', history.externalId],
          [
            'Zones',
            history.zones.filter((zone) => zone !== '').length === 0
              ? 'none known: nobody dials it before one is said'
              : `${history.zones.map((zone) => zone.replaceAll('_', ' ')).join(', ')} (${zoneSourceWords(history.zoneSource)})`,
          ],
          ['Places', placesWords(history.places)],
          [
            'Row',
            <span key="row">
              {history.rowNumber} of{' '}
              <Link to="/uploads/$importId" params={{ importId: history.importId }} className="link">
                its list
              </Link>
            </span>,
          ],
          ['State since', <Time key="since" at={history.changedAt} as="both" />],
          ...(history.reason === null ? [] : [['Its reason', history.reason.replaceAll('_', ' ')] as const]),
        ]}
      />
    </Section>
    {history.numbers.length > 1 && (
      <Section title="Numbers, in the order in which they are tried">
        <ol className="flex flex-col gap-1">
          {history.numbers.map(({ place, phone, lineType, zones }) => (
            <li key={place} className="flex flex-wrap items-center gap-3">
              <Phone phone={phone} /> <span className="text-subtle">{lineType}</span>
              <span className="text-subtle">{zones.join(', ')}</span>
            </li>
          ))}
        </ol>
      </Section>
    )}
    <Section title="Said no">
      {history.suppressions.length === 0 ? (
        <p className="text-muted">Nothing is on record.</p>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line">
          {history.suppressions.map((suppression) => (
            <SuppressionRow key={suppression.id} suppression={suppression} />
          ))}
        </ul>
      )}
    </Section>
    <Section title="Consent on record">
      {history.consents.length === 0 ? (
        <p className="text-muted">None. Where rules ask for one, nobody contacts them.</p>
      ) : (
        <ul className="divide-y divide-line rounded-lg border border-line">
          {history.consents.map((consent) => (
            <li key={consent.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
              <Pill tone={consent.kind === 'given' ? 'done' : 'suppressed'} size="sm">
                {consent.kind === 'given' ? `Given, ${consent.consentClass}` : 'Revoked'}
              </Pill>
              <span>
                {consent.purpose === '' ? 'every purpose' : consent.purpose},{' '}
                {consent.channel === '' ? 'calls and texts' : consent.channel}
              </span>
              <span className="text-subtle">
                {consent.method}, <Time at={consent.happenedAt} />
                {consent.expiresAt !== null && (
                  <>
                    {' '}
                    until <Time at={consent.expiresAt} />
                  </>
                )}
              </span>
              {consent.textShown !== null && <span className="w-full text-sm text-muted">“{consent.textShown}”</span>}
            </li>
          ))}
        </ul>
      )}
    </Section>
    {Object.keys(history.variables).length > 0 && (
      <Section title="What its row says">
        <KeyValue items={Object.entries(history.variables)} />
      </Section>
    )}
  </div>
);

const Section = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <section>
    <h3 className="mb-2 font-semibold">{title}</h3>
    {children}
  </section>
);
