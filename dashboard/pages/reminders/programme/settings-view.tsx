import { useCurrency } from '../accounts.ts';
import type { ProgrammeSettings } from '../shapes.ts';
import { settingsSentences } from './settings-sentences.ts';

/** The settings as sentences. */
export function SettingsView({ settings }: { settings: ProgrammeSettings }) {
  const currency = useCurrency(settings.steps[0]?.actions[0]?.accountId);
  return (
    <dl className="divide-y divide-line rounded-lg border border-line bg-surface">
      {settingsSentences(settings, currency).map(({ topic, words }) => (
        <div key={topic} className="grid gap-x-4 gap-y-0.5 px-4 py-3 sm:grid-cols-[5.5rem_1fr]">
          <dt className="text-sm text-subtle">{topic}</dt>
          <dd>
            {words.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
