import type { Tone } from './tone.ts';

export interface BarPart {
  key: string;
  label: string;
  value: number;
  tone: Tone;
}
