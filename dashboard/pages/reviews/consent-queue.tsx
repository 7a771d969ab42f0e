import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { toProblem } from '../../api/problem.ts';
import { useScope } from '../../app/session/use-session.ts';
import { AsCommand } from '../../components/as-command.tsx';
import { Button } from '../../components/button.tsx';
import { Phone } from '../../components/phone.tsx';
import { Pill } from '../../components/pill.tsx';
import { QueryView } from '../../components/query-view.tsx';
import { toast } from '../../components/toast-store.ts';
import { plural } from '../../format/number.ts';
import { consentQuery, recheckConsent, type ConsentReview } from './queries.ts';
import { NoneOfThem, QueueSection } from './queue-section.tsx';
import { HandoverButton, useReviewHandover } from './review-handover.tsx';
import { QueuesByCampaign, type QueueProps } from './queues-by-campaign.tsx';

type Group = ConsentReview['groups'][number];

const MISSING: Record<Group['missing'], string> = {
  nothing: 'The consent holds by now: check again, and they go on',
  wrong_class: 'A consent is on record, but a weaker one than the law asks for',
  expired: 'The consent on record has expired',
  revoked: 'The person took the consent back',
  no_record: 'No consent is on record',
};

/** Contacts that are not dialled for want of consent: what is missing, and the recheck once it is on record. */
export const ConsentQueue = ({ campaigns, assignee }: QueueProps) => (
  <QueuesByCampaign
    campaigns={campaigns}
    none="Everybody gave the consent that the law asks for, or none is asked for."
    why="without consent"
    contactsOf={({ noConsent }) => noConsent}
  >
    {(campaign) => <CampaignConsent key={campaign.campaignId} {...campaign} assignee={assignee} />}
  </QueuesByCampaign>
);

interface CampaignQueueProps {
  campaignId: string;
  name: string | null;
  assignee: string | undefined;
}

function CampaignConsent({ campaignId, name, assignee }: CampaignQueueProps) {
  const query = useQuery(consentQuery(campaignId, assignee));
  const handover = useReviewHandover<Group>('group', ([group]) =>
    group === undefined
      ? {}
      : { consent: { campaignId, missing: group.missing, channel: group.channel, wanted: group.wanted } },
  );
  const client = useQueryClient();
  const { missing } = useScope('campaigns:write');
  const checking = useMutation({
    mutationFn: () => recheckConsent(campaignId),
    onSuccess: ({ putBack, stillMissing }) => {
      toast({
        title:
          putBack === 0
            ? 'Nobody has given a consent meanwhile'
            : `${plural(putBack, 'contact goes', 'contacts go')} on`,
        detail: stillMissing === 0 ? undefined : `${plural(stillMissing, 'contact')} still without.`,
      });
      void client.invalidateQueries({ queryKey: ['reviews'] });
    },
    onError: (error) => toast({ tone: 'danger', title: 'Not checked', detail: toProblem(error).message }),
  });
  return (
    <QueueSection
      title={
        <Link to="/campaigns/$campaignId/overview" params={{ campaignId }} className="link">
          {name}
        </Link>
      }
      note={query.data === undefined ? '' : `${plural(query.data.contacts, 'contact')} not dialled for want of consent`}
      action={
        <span className="flex items-center gap-2">
          <AsCommand
            call={{ method: 'POST', address: `/v1/campaigns/${campaignId}/review/consent/recheck`, body: {} }}
            cli={`outdial review consent repair ${campaignId}`}
          />
          <Button
            size="sm"
            kind="primary"
            missing={missing}
            busy={checking.isPending}
            onClick={() => checking.mutate()}
          >
            Check again now
          </Button>
        </span>
      }
    >
      <QueryView query={query} what="The consents">
        {({ groups, suppressed }) => (
          <>
            <ul>
              {groups.length === 0 && assignee !== undefined && <NoneOfThem />}
              {groups.map((group) => (
                <li key={group.missing + group.channel + group.wanted} className="border-t border-line px-4 py-3">
                  <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
                    <span className="font-medium">{MISSING[group.missing]}</span>
                    <Pill tone={group.missing === 'nothing' ? 'success' : 'suppressed'} size="sm">
                      {plural(group.contacts, 'contact')}
                    </Pill>
                    <span className="ml-auto">
                      <HandoverButton item={group} of={handover} />
                    </span>
                  </p>
                  <p className="text-sm text-muted">
                    For {group.channel === 'call' ? 'calls' : 'texts'} their places ask for {group.wanted} consent.
                  </p>
                  {group.assignment?.note != null && <p className="text-sm text-muted">{group.assignment.note}</p>}
                  <p className="mt-0.5 flex flex-wrap gap-x-4 text-sm">
                    {group.examples.map(({ contactId, phone }) => (
                      <Phone key={contactId} phone={phone} of={{ kind: 'contact', id: contactId }} />
                    ))}
                  </p>
                </li>
              ))}
            </ul>
            {handover.dialog}
            {suppressed > 0 && (
              <p className="border-t border-line px-4 py-3 text-sm text-muted">
                {plural(suppressed, 'contact')} said no meanwhile and will not be called either way.
              </p>
            )}
          </>
        )}
      </QueryView>
    </QueueSection>
  );
}
