import { TestWorkflowEnvironment } from '@temporalio/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findTestServer } from '../../../dev/servers/temporal.ts';

let environment: TestWorkflowEnvironment;
beforeAll(async () => {
  const path = await findTestServer();
  environment = await TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path } },
  });
});
afterAll(() => environment.teardown());

test('the time-skipping server passes a month without waiting for it', { timeout: 30_000 }, async () => {
  const beforeMs = await environment.currentTimeMs();
  await environment.sleep('30 days');
  const passedDays = ((await environment.currentTimeMs()) - beforeMs) / 86_400_000;
  expect(Math.floor(passedDays)).toBe(30);
});
