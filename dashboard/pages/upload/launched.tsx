import { Callout } from '../../components/callout.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { statusWords } from '../../format/status-words.ts';
import { useDraft } from './draft-context.tsx';

/** The campaign of this list was launched already: what is set here stays as it is, or is changed there. */
export function Launched() {
  const { campaign } = useDraft();
  if (campaign === null) return null;
  const params = { campaignId: campaign.id };
  return (
    <div className="mb-4">
      <Callout
        tone="info"
        title={`“${campaign.name}”: ${statusWords('run', campaign.state).words.toLowerCase()}`}
        actions={
          <LinkButton kind="primary" size="sm" to="/campaigns/$campaignId/overview" params={params}>
            Open the campaign
          </LinkButton>
        }
      >
        It was launched already. Schedule, limits and message are changed in its settings; a list that is not taken in
        yet joins it when you do so in step 3.
      </Callout>
    </div>
  );
}
