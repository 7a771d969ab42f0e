import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MessageSquare, Phone } from 'lucide-react';
import { useRef } from 'react';
import { addressOf } from '../../../api/client.ts';
import { toProblem } from '../../../api/problem.ts';
import { useScope } from '../../../app/session/use-session.ts';
import { AsCommand } from '../../../components/as-command.tsx';
import { Button } from '../../../components/button.tsx';
import { Callout } from '../../../components/callout.tsx';
import { FOOT } from './foot.ts';
import { keepOwnPhone } from './own-phone.ts';
import { sendTest, type TriedCampaign } from './queries.ts';
import { RecentTests } from './recent-tests.tsx';
import { cliOf } from './test-as-cli.ts';
import { TestPreviewCard } from './test-preview-card.tsx';
import { TestTo } from './test-to.tsx';
import { TestValues } from './test-values.tsx';
import { TestWay } from './test-way.tsx';
import { useTestDraft } from './use-test-draft.ts';
import { useTestPreview } from './use-test-preview.ts';

interface TestFormProps {
  campaign: TriedCampaign;
  onSent: (testId: string) => void;
  onClose: () => void;
}

/** To whom, with whose values, and what that would be. */
export function TestForm({ campaign: { id, settings }, onSent, onClose }: TestFormProps) {
  const client = useQueryClient();
  const { missing } = useScope('campaigns:write');
  const { typed, draft, set } = useTestDraft();
  const { preview, refusal, blocked } = useTestPreview(id, draft);
  const key = useRef({ draft: '', key: '' });
  const isCall = settings.steps[typed.step]?.channel !== 'sms';
  const test = useMutation({
    mutationFn: () => {
      // Pressed again after a time-out it is the same test; another draft is another one.
      const text = JSON.stringify(draft);
      if (key.current.draft !== text) key.current = { draft: text, key: crypto.randomUUID() };
      return sendTest(id, draft, key.current.key);
    },
    onSuccess: ({ id: testId }) => {
      keepOwnPhone(draft.phone);
      void client.invalidateQueries({ queryKey: ['campaign', id, 'tests', 'list'] });
      onSent(testId);
    },
  });
  const problem = test.isError ? toProblem(test.error) : undefined;
  const cannot = missing ?? blocked;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (cannot === undefined && !test.isPending) test.mutate();
      }}
    >
      <TestTo steps={settings.steps} typed={typed} refusal={refusal} onChange={set} />
      {preview !== undefined && (
        <>
          <TestWay preview={preview} agrees={typed.agrees} onAgrees={(agrees) => set({ agrees })} />
          <TestValues
            preview={preview}
            row={typed.row}
            onRow={(row) => set({ row, values: {} })}
            values={typed.values}
            onValue={(name, value) => set({ values: { ...typed.values, [name]: value } })}
          />
          <TestPreviewCard preview={preview} />
        </>
      )}
      {problem !== undefined && (
        <Callout tone="danger" title={problem.message}>
          {problem.parts.repair}
        </Callout>
      )}
      <RecentTests campaignId={id} onPick={onSent} />
      <div className={FOOT}>
        <span className="mr-auto max-sm:hidden">
          <AsCommand
            call={{
              method: 'POST',
              address: addressOf('/campaigns/:campaignId/tests', { params: { campaignId: id } }),
              body: draft,
            }}
            cli={cliOf(id, draft)}
          />
        </span>
        <Button onClick={onClose}>Close</Button>
        <Button
          kind="primary"
          type="submit"
          busy={test.isPending}
          missing={cannot}
          icon={isCall ? <Phone aria-hidden size={14} /> : <MessageSquare aria-hidden size={14} />}
        >
          {isCall ? 'Call me' : 'Text me'}
        </Button>
      </div>
    </form>
  );
}
