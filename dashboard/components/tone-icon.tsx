import {
  Ban,
  Circle,
  CircleCheck,
  CirclePause,
  CircleX,
  Clock,
  Info,
  OctagonAlert,
  PhoneCall,
  RotateCw,
  TriangleAlert,
  type LucideIcon,
} from 'lucide-react';
import type { Tone } from './tone.ts';

const ICONS: Record<Tone, LucideIcon> = {
  done: CircleCheck,
  success: CircleCheck,
  live: PhoneCall,
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

/** The icon of a tone, so that nothing is told by colour alone. */
export function ToneIcon({ tone, size = 14, className }: { tone: Tone; size?: number; className?: string }) {
  const Icon = ICONS[tone];
  return <Icon aria-hidden size={size} strokeWidth={2} className={className} />;
}
