import type { SystemHealth } from '../../api/system.ts';
import { Time } from '../../components/time.tsx';
import { ToneIcon } from '../../components/tone-icon.tsx';
import type { Tone } from '../../components/tone.ts';
import { plural } from '../../format/number.ts';
import { statusWords } from '../../format/status-words.ts';
import { actorWords } from '../failures/actor-words.ts';

/** The one thing that everybody wants to know first. */
export function DialingState({ health }: { health: SystemHealth }) {
  const { dialing, stopped, warnings, inFlight } = health;
  const state = statusWords('dialing', dialing.state);
  const isWell = warnings.length === 0 && (dialing.state === 'dialing' || dialing.state === 'idle');
  const tone: Tone = isWell
    ? 'success'
    : dialing.state === 'dialing' || dialing.state === 'idle'
      ? 'warning'
      : state.tone;
  return (
    <section
      data-tone={tone}
      aria-label="Dialing"
      className="flex flex-wrap items-center gap-4 rounded-lg border border-tone-line bg-[color-mix(in_oklab,var(--tone-bg)_55%,var(--surface))] p-5"
    >
      <span className="flex size-12 shrink-0 items-center justify-center rounded-full bg-tone-bg text-tone-fg">
        <ToneIcon tone={tone} size={26} />
      </span>
      <div className="min-w-0 flex-[1_1_18rem]">
        <h2 className="text-xl font-semibold tracking-tight text-tone-fg">
          {isWell
            ? dialing.state === 'dialing'
              ? 'Dialing, and everything works'
              : 'Ready, and nothing to dial'
            : state.words}
        </h2>
        <p className="text-fg">
          {dialing.words}
          {dialing.since !== null && (
            <>
              {' '}
              Since <Time at={dialing.since} as="both" />.
            </>
          )}
        </p>
        {stopped !== null && (
          <p className="text-fg">
            Stopped by {stopped.by === null ? 'somebody' : actorWords(stopped.by)}, <Time at={stopped.at} as="both" />
            {stopped.reason === null ? '.' : `: ${stopped.reason}`} Pausing, cancelling, suppressing and moving
            appointments still work.
          </p>
        )}
      </div>
      {inFlight > 0 && (
        <p className="text-sm text-muted">{plural(inFlight, 'call or text', 'calls and texts')} under way</p>
      )}
    </section>
  );
}
