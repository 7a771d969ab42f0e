import { afterAll, beforeAll, expect, it } from 'vitest';
import { listEvents } from '../../../../engine/events/list-events.ts';
import { endCheck } from '../../../../engine/importing/storing/end-import.ts';
import { draftTrial, type DraftTrial } from './draft-steps.ts';

let trial: DraftTrial;
beforeAll(async () => {
  trial = await draftTrial();
});
afterAll(() => trial.close());

it('tells other systems once that a list is checked, with counts and without a row of it', async () => {
  const rows = ['+12125550101,Ada', '+12125550101,Ada again', '+12125550102,Ben', 'nonsense,Cleo'];
  const importId = await trial.checked(['phone,name', ...rows].join('\n'));
  expect(await endCheck(trial.deps, importId)).toBe('stopped');
  await trial.run(importId);
  const { items } = await listEvents(trial.deps, {});
  expect(items).toMatchObject([
    {
      kind: 'import.checked',
      subject: `import:${importId}`,
      data: { importId, name: 'list.csv', rows: 4, accepted: 2, rejected: 1, duplicates: 1 },
    },
  ]);
  expect(JSON.stringify(items)).not.toContain('2125550101');
});

it('tells nothing of a list of which no row can be used', async () => {
  const { after } = await listEvents(trial.deps, {});
  const importId = await trial.checked('phone,name\nnonsense,Ada\n');
  expect((await trial.view(importId)).state).toBe('failed');
  expect((await listEvents(trial.deps, { after })).items).toEqual([]);
});
