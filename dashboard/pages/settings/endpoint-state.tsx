import { Pill } from '../../components/pill.tsx';

export const EndpointState = ({ enabled }: { enabled: boolean }) => (
  <Pill tone={enabled ? 'done' : 'paused'} size="sm">
    {enabled ? 'On' : 'Off'}
  </Pill>
);
