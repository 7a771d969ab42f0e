import {
  Ban,
  Circle,
  CircleCheck,
  CirclePause,
  CircleX,
  Clock,
  Info,
  OctagonAlert,
  CirclePlay,
  RotateCw,
  TriangleAlert,
  Wrench,
  type LucideIcon,
} from 'lucide-react';
import type { IconName, Tone } from './tone.ts';

const ICONS: Record<Tone, LucideIcon> = {
  done: CircleCheck,
  success: CircleCheck,
  live: CirclePlay,
  info: Info,
  waiting: Clock,
  scheduled: RotateCw,
  retryable: TriangleAlert,
  warning: TriangleAlert,
  final: CircleX,
  danger: OctagonAlert,
  paused: CirclePause,
  suppressed: Ban,
  neutral: Circle,
};

const NAMED: Record<IconName, LucideIcon> = { again: RotateCw, repair: Wrench };

interface ToneIconProps {
  tone: Tone;
  name?: IconName | undefined;
  size?: number;
  className?: string;
}

/** The icon of a tone, so that nothing is told by colour alone. */
export function ToneIcon({ tone, name, size = 14, className }: ToneIconProps) {
  const Icon = name === undefined ? ICONS[tone] : NAMED[name];
  return <Icon aria-hidden size={size} strokeWidth={2} className={className} />;
}
