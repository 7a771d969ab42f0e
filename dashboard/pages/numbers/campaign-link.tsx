import { Link } from '@tanstack/react-router';

interface CampaignLinkProps {
  campaignId: string;
  /** Set = it is the campaign behind this programme, which has a page of its own. */
  programmeId: string | null;
  name: string;
}

/** To a campaign, or to the programme of reminders that it is. */
export const CampaignLink = ({ campaignId, programmeId, name }: CampaignLinkProps) =>
  programmeId === null ? (
    <Link to="/campaigns/$campaignId/overview" params={{ campaignId }} className="link min-w-0 truncate">
      {name}
    </Link>
  ) : (
    <Link to="/reminders/programmes/$programmeId" params={{ programmeId }} className="link min-w-0 truncate">
      {name}
    </Link>
  );
