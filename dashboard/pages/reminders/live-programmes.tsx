import { useQuery } from '@tanstack/react-query';
import { useLiveTopic } from '../../live/use-live.ts';
import { programmesQuery } from './queries.ts';

/** A stream carries twenty topics at most, and the rest of the page wants some too. */
const MOST = 12;

const Topic = ({ programmeId }: { programmeId: string }) => {
  useLiveTopic(`reminders:${programmeId}`);
  return null;
};

/** Keeps lists of one programme, or of all of them, fresh while they are shown. */
export function LiveProgrammes({ programme }: { programme?: string | undefined }) {
  const { data = [] } = useQuery(programmesQuery());
  const shown = data.filter(({ id, name }) => programme === undefined || id === programme || name === programme);
  return shown.slice(0, MOST).map(({ id }) => <Topic key={id} programmeId={id} />);
}
