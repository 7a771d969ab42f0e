import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { toProblem } from '../../api/problem.ts';
import { useScope } from '../../app/session/use-session.ts';
import { Button } from '../../components/button.tsx';
import { Combobox } from '../../components/combobox.tsx';
import { Phone } from '../../components/phone.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { toast } from '../../components/toast-store.ts';
import { count, plural } from '../../format/number.ts';
import { prefixWords } from '../failures/prefix-words.ts';
import { repairZones, zonesQuery, type ZoneReview } from './queries.ts';
import { NoneOfThem, QueueSection } from './queue-section.tsx';
import { QueuesByCampaign, type QueueProps } from './queues-by-campaign.tsx';
import { HandoverButton, useReviewHandover } from './review-handover.tsx';
import { ZONE_OPTIONS } from '../../format/zone-options.ts';

type Group = ZoneReview['groups'][number];

const WHY: Record<string, string> = {
  toll_free: 'toll-free: belongs to no place',
  non_geographic: 'not geographic: belongs to no place',
  mobile: 'mobile: says nothing of where its owner is',
  unknown_prefix: 'a prefix that is not known',
  zone_not_in_data: 'its zone is not in the zone data',
};

/** Contacts that are not called because no time zone of theirs is known: told by prefix. */
export const ZoneQueue = ({ campaigns, assignee }: QueueProps) => (
  <QueuesByCampaign
    campaigns={campaigns}
    none="Of everybody it is known which clock is theirs."
    why="without a time zone"
    contactsOf={({ unknownZones }) => unknownZones}
  >
    {(campaign) => <CampaignZones key={campaign.campaignId} {...campaign} assignee={assignee} />}
  </QueuesByCampaign>
);

interface CampaignQueueProps {
  campaignId: string;
  name: string | null;
  assignee: string | undefined;
}

function CampaignZones({ campaignId, name, assignee }: CampaignQueueProps) {
  const query = useQuery(zonesQuery(campaignId, assignee));
  const handover = useReviewHandover<Group>('group', ([group]) => ({
    zone: { campaignId, prefix: group?.prefix ?? '' },
  }));
  return (
    <QueueSection
      title={
        <Link to="/campaigns/$campaignId/overview" params={{ campaignId }} className="link">
          {name}
        </Link>
      }
      note={
        query.data === undefined
          ? ''
          : `${plural(query.data.contacts, 'contact')} not dialled, because no time zone is known`
      }
    >
      <QueryView query={query} what="The zones">
        {({ groups }) => (
          <ul>
            {groups.length === 0 && assignee !== undefined && <NoneOfThem />}
            {groups.map((group) => (
              <ZoneGroup key={group.prefix} campaignId={campaignId} group={group}>
                <HandoverButton item={group} of={handover} />
              </ZoneGroup>
            ))}
            {handover.dialog}
          </ul>
        )}
      </QueryView>
    </QueueSection>
  );
}

function ZoneGroup({ campaignId, group, children }: { campaignId: string; group: Group; children: ReactNode }) {
  const [zone, setZone] = useState<string | undefined>(undefined);
  const { missing } = useScope('campaigns:write');
  const client = useQueryClient();
  const repairing = useMutation({
    mutationFn: (chosen: string) => repairZones(campaignId, group.prefix, chosen),
    onSuccess: (putBack, chosen) => {
      toast({ title: `${plural(putBack, 'contact')} planned again, by the clock of ${chosen.replaceAll('_', ' ')}` });
      void client.invalidateQueries({ queryKey: ['reviews'] });
    },
    onError: (error) => toast({ tone: 'danger', title: 'Not repaired', detail: toProblem(error).message }),
  });
  const why = Object.entries(group.why).map(([code, numbers]) => `${count(numbers)} ${WHY[code] ?? code}`);
  return (
    <li className="flex flex-wrap items-end gap-x-6 gap-y-3 border-t border-line px-4 py-3">
      <div className="min-w-0 flex-[1_1_18rem]">
        <p className="flex flex-wrap gap-x-3">
          <span className="font-mono font-medium">{prefixWords(group.prefix)}</span>
          <span className="text-muted">{plural(group.numbers, 'number')}</span>
        </p>
        <p className="text-sm text-muted">{why.join('; ')}</p>
        <p className="mt-0.5 flex flex-wrap gap-x-4 text-sm">
          {group.examples.map(({ contactId, phone }) => (
            <Phone key={contactId} phone={phone} of={{ kind: 'contact', id: contactId }} />
          ))}
        </p>
        {group.assignment?.note != null && <p className="text-sm text-muted">{group.assignment.note}</p>}
      </div>
      {children}
      <span className="w-64 max-w-full">
        <Combobox
          aria-label={`Time zone of ${prefixWords(group.prefix)}`}
          options={ZONE_OPTIONS}
          value={zone}
          onChange={setZone}
          placeholder="Type a city, like Denver"
        />
      </span>
      <Button
        kind="primary"
        missing={missing ?? (zone === undefined ? 'Choose a time zone first.' : undefined)}
        busy={repairing.isPending}
        onClick={() => zone !== undefined && repairing.mutate(zone)}
      >
        Set for {plural(group.numbers, 'number')}
      </Button>
    </li>
  );
}
