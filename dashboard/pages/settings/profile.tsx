import { useSession } from '../../app/session/use-session.ts';
import { chooseTheme, useThemeChoice } from '../../app/theme.ts';
import { KeyValue } from '../../components/key-value.tsx';
import { Radio } from '../../components/radio.tsx';
import { OwnSessions } from './own-sessions.tsx';
import { PasswordForm } from './password-form.tsx';
import { SCOPES } from './scope-words.ts';
import { SectionHead } from './section-head.tsx';
import { roleWords } from './user-words.ts';

/** The one who is signed in. */
export function ProfileSettings() {
  const { user, scopes } = useSession();
  const theme = useThemeChoice();
  const held = SCOPES.filter(([scope]) => scopes.includes(scope) || scopes.includes('admin'));
  return (
    <div className="grid items-start gap-6 lg:grid-cols-2">
      <section className="rounded-lg border border-line bg-surface p-4">
        <SectionHead title={user.name} />
        <KeyValue
          items={[
            ['E-mail', user.email],
            ['Role', roleWords(user.role)],
          ]}
        />
        <h3 className="mt-4 mb-2 text-sm font-medium">What you may do</h3>
        <ul className="flex list-disc flex-col gap-1 pl-5 text-sm text-muted">
          {held.map(([scope, words]) => (
            <li key={scope}>{words}</li>
          ))}
        </ul>
      </section>
      <section className="rounded-lg border border-line bg-surface p-4">
        <SectionHead title="Look">Kept in this browser.</SectionHead>
        <Radio
          label="Theme"
          value={theme}
          onChange={chooseTheme}
          options={[
            { value: 'system', label: 'As the system' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
        />
      </section>
      <section className="rounded-lg border border-line bg-surface p-4">
        <SectionHead title="Password">A change signs you out everywhere else.</SectionHead>
        <PasswordForm />
      </section>
      <section className="rounded-lg border border-line bg-surface p-4">
        <SectionHead title="Where you are signed in">
          A session ends 12 hours after its last use, and after a week.
        </SectionHead>
        <OwnSessions />
      </section>
    </div>
  );
}
