import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account } from '../../api/accounts.ts';
import { toProblem } from '../../api/problem.ts';
import { useIntentKey } from '../../app/use-intent-key.ts';
import { usePatchSearch } from '../../app/use-patch-search.ts';
import { Callout } from '../../components/callout.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { Field } from '../../components/field.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { Input } from '../../components/input.tsx';
import { Select } from '../../components/select.tsx';
import { toast } from '../../components/toast-store.ts';
import { orderNumber } from './queries.ts';

interface OrderDialogProps {
  accounts: readonly Account[];
  onClose: () => void;
}

/** Orders one number: sent once, costs money. When it is not known whether it happened, it is never sent again by itself. */
export function OrderDialog({ accounts, onClose }: OrderDialogProps) {
  const client = useQueryClient();
  const patch = usePatchSearch();
  const key = useIntentKey();
  const [id, setId] = useState(accounts[0]?.id);
  const [area, setArea] = useState('');
  const [label, setLabel] = useState('');
  const [agent, setAgent] = useState('');
  const [paid, setPaid] = useState(false);
  const [force, setForce] = useState(false);
  const [isOpenOrder, setOpenOrder] = useState(false);
  const account = accounts.find((one) => one.id === id);
  const problems = {
    account: account === undefined ? 'Choose an account.' : undefined,
    area: area === '' || /^\d{3}$/.test(area) ? undefined : 'Write three digits.',
    paid: paid ? undefined : 'Say so, to order it.',
  };
  const submit = async (): Promise<unknown> => {
    if (account === undefined) return true;
    const request = {
      ...(area === '' ? {} : { areaCode: area }),
      ...(label.trim() === '' ? {} : { label: label.trim() }),
      ...(agent.trim() === '' ? {} : { agentRef: agent.trim() }),
    };
    try {
      const { state, message } = await orderNumber(account.id, request, { force, idempotencyKey: key.current() });
      void client.invalidateQueries({ queryKey: ['numbers'] });
      void client.invalidateQueries({ queryKey: ['orders'] });
      if (state === 'refused') {
        key.renew();
        throw new Error(message ?? 'The provider refused.');
      }
      if (state === 'done') toast({ title: `A number was ordered for ${account.name}` });
      else {
        toast({
          tone: 'warning',
          title: 'It is not known whether the number was ordered',
          detail: 'Look at the provider, then resolve the order.',
        });
        patch({ tab: 'orders', state: undefined });
      }
      return undefined;
    } catch (error) {
      if (toProblem(error).code === 'order_unresolved') setOpenOrder(true);
      key.refused(error);
      throw error;
    }
  };
  return (
    <FormDialog
      title="Order a number"
      submit="Order one number"
      problems={problems}
      onSubmit={submit}
      onClose={onClose}
    >
      {(shown) => (
        <>
          <Field label="Account" error={shown['account']}>
            <Select options={accounts.map((one) => ({ value: one.id, label: one.name }))} value={id} onChange={setId} />
          </Field>
          <Field label="Area code" optional hint="Three digits; what the provider has there." error={problems.area}>
            <Input
              inputMode="numeric"
              maxLength={3}
              value={area}
              onChange={(event) => setArea(event.target.value.trim())}
            />
          </Field>
          <Field label="Label" optional hint="How people here call it.">
            <Input maxLength={200} value={label} onChange={(event) => setLabel(event.target.value)} />
          </Field>
          <Field label="Agent" optional hint="The provider's id of the agent that speaks and answers.">
            <Input maxLength={200} value={agent} onChange={(event) => setAgent(event.target.value)} />
          </Field>
          <Callout
            tone={account?.mode === 'LIVE' ? 'warning' : 'info'}
            title={account?.mode === 'LIVE' ? 'This costs money' : 'A simulated account'}
          >
            {account?.mode === 'LIVE'
              ? 'The provider charges its own price for a number, at once and then each month; its API does not say how much. The order is sent once.'
              : 'Nothing real is ordered and nothing is charged.'}
          </Callout>
          <Checkbox
            checked={paid}
            onChange={setPaid}
            label="Order one number at the price of the provider"
            problem={shown['paid']}
          />
          {isOpenOrder && (
            <Checkbox
              checked={force}
              onChange={setForce}
              label="Order although an earlier order has no known end"
              hint="It may be that the earlier one happened: then there are two numbers to pay."
            />
          )}
        </>
      )}
    </FormDialog>
  );
}
