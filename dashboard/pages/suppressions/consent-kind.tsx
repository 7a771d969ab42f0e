import { Pill } from '../../components/pill.tsx';

export const ConsentKind = ({ kind }: { kind: 'given' | 'revoked' }) => (
  <Pill tone={kind === 'given' ? 'done' : 'suppressed'} size="sm">
    {kind === 'given' ? 'Given' : 'Taken back'}
  </Pill>
);
