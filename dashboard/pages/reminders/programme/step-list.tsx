import { useQuery } from '@tanstack/react-query';
import { phoneWords } from '../../../format/phone.ts';
import { numbersQuery } from '../accounts.ts';
import { ChannelIcon } from '../channel-icon.tsx';
import type { ProgrammeSettings } from '../shapes.ts';
import { stepSentences } from './step-sentence.ts';

/** Each step with its fallbacks: when, by what, from where, and what is said. */
export function StepList({ settings }: { settings: ProgrammeSettings }) {
  const { data } = useQuery(numbersQuery);
  const numbers = new Map(data?.items.map(({ id, phone, label }) => [id, label ?? phoneWords(phone)]));
  return (
    <ol aria-label="Steps" className="flex flex-col gap-3">
      {settings.steps.map((step) => {
        const sentences = stepSentences(step);
        return (
          <li key={step.key} className="rounded-lg border border-line bg-surface">
            <div className="flex flex-wrap items-baseline justify-between gap-x-3 px-4 pt-3">
              <h3 className="font-semibold">{sentences[0]}</h3>
              <code className="font-mono text-xs text-subtle">{step.key}</code>
            </div>
            <ol className="px-4 pt-1 pb-3">
              {step.actions.map((action, at) => (
                <li key={action.slot} className="flex gap-3 py-1.5">
                  <span className="mt-0.5">
                    <ChannelIcon channel={action.channel} size={15} />
                  </span>
                  <div className="min-w-0 flex-1">
                    {at > 0 && <p className="font-medium">{sentences[at]}</p>}
                    <p className="text-sm break-words text-subtle">
                      from {numbers.get(action.numberId) ?? 'its number'}
                      {action.agentRef !== undefined && `, agent ${action.agentRef}`}
                      {action.maxAttempts !== undefined && `, at most ${action.maxAttempts} attempts`}
                    </p>
                    {action.text !== undefined && <Said words={action.text} />}
                    {action.movedText !== undefined && (
                      <>
                        <p className="mt-2 text-sm text-subtle">When it was moved:</p>
                        <Said words={action.movedText} />
                      </>
                    )}
                    {Object.entries(action.variables ?? {}).map(([name, value]) => (
                      <div key={name}>
                        <p className="mt-1 text-sm text-subtle">{name}:</p>
                        <Said words={value} />
                      </div>
                    ))}
                  </div>
                </li>
              ))}
            </ol>
            {step.afterConfirm === 'send' && (
              <p className="border-t border-line px-4 py-2 text-sm text-subtle">Goes out to who has confirmed too.</p>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** A text with what is filled in marked. */
const Said = ({ words }: { words: string }) => (
  <blockquote className="mt-1 rounded-md bg-sunken px-3 py-2 break-words whitespace-pre-wrap">
    {words.split(/(\{\{[^}]*\}\}|\{%[^%]*%\})/).map((part, at) =>
      part.startsWith('{') ? (
        <code key={at} className="rounded-sm bg-accent-soft px-1 font-mono text-sm text-accent-text">
          {part.replace(/^\{\{\s*|\s*\}\}$/g, '')}
        </code>
      ) : (
        part
      ),
    )}
  </blockquote>
);
