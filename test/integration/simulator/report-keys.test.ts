import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { cartesiaCall, openCartesia, setStage } from './stage.ts';
import type { Stage } from './stage.ts';

/** 555-9021 presses 9. */
const TO = '+12125559021';
let stage: Stage;
let world = { from: '', agent: '' };
beforeAll(async () => {
  stage = await setStage({ plan: 'unlimited' });
  world = await openCartesia(stage);
});
afterAll(async () => await stage.stop());

it('lets the agent of a call report the keys that are pressed, with the tool that came with the call', async () => {
  const metadata = { outdial_answer_url: `${stage.receiverUrl}/v1/answers`, outdial_answer_token: 'a-token' };
  await stage.cartesia('POST', '/agents/calls', cartesiaCall(world, TO, 'without a tool'));
  await stage.cartesia('POST', '/agents/calls', {
    from_number_id: world.from,
    agent_id: world.agent,
    outbound_calls: [{ to_number: TO, metadata: { attempt_id: 'with a tool', ...metadata } }],
  });
  const reports = () => stage.received.flatMap(({ body }) => (body.token === undefined ? [] : [body]));
  await vi.waitFor(() => expect(reports()).not.toEqual([]), { timeout: 5_000 });
  expect(reports()).toEqual([{ token: 'a-token', digits: '9' }]);
});
