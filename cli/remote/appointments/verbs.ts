import { listVerb } from './list.ts';
import { loadVerb } from './load.ts';
import { missedVerb } from './missed.ts';
import { showVerb } from './show.ts';

/** `outdial appointments ...` */
export const appointmentVerbs = [listVerb, showVerb, missedVerb, loadVerb];
