import { accountOf } from './account.ts';
import { exclusionWords, sinceWords } from './exclusion-words.ts';
import { PlanLine } from './plan/plan-line.tsx';
import type { Retry } from './queries.ts';

/** The sum of the plan carried on to what was executed; each line lists its contacts. */
export function Differences({ retry }: { retry: Retry }) {
  const { matches, before, willDial, since, givenBack, dialled, inFlight, left } = accountOf(retry);
  const line = { retryId: retry.id };
  return (
    <ul aria-label="Planned and executed" className="overflow-hidden rounded-lg border border-line bg-surface">
      <PlanLine {...line} sign="" number={matches} words="matched when it was planned" />
      {before.map(({ reason, words, count }) => (
        <PlanLine
          key={reason}
          {...line}
          sign="−"
          number={count}
          words={exclusionWords(words, count)}
          exclusion={reason}
        />
      ))}
      <PlanLine {...line} sign="=" number={willDial} words="were to be dialled" strong />
      {since.map(({ reason, words, count }) => (
        <PlanLine key={reason} {...line} sign="−" number={count} words={sinceWords(words, count)} exclusion={reason} />
      ))}
      {givenBack > 0 && (
        <PlanLine
          {...line}
          sign="−"
          number={givenBack}
          words="given back by the abort: they stand as before"
          status="given_back"
        />
      )}
      {left > 0 && <PlanLine {...line} sign="−" number={left} words="still to be dialled" />}
      {inFlight > 0 && <PlanLine {...line} sign="−" number={inFlight} words="in progress now" />}
      <PlanLine {...line} sign="=" number={dialled} words="dialled and over" strong status="dialled" />
    </ul>
  );
}
