import type { Lesson } from './lesson';
import { DESCENT } from './lessons/descent';
import { DISCRETE } from './lessons/discrete';
import { FAMILY } from './lessons/family';
import { FLOW } from './lessons/flow';
import { LARGE } from './lessons/large';
import { RATES } from './lessons/rates';
import { STABILITY } from './lessons/stability';

/** The lecture: its lessons in their order, those of one part together. */
export const LESSONS: readonly Lesson[] = [
  ...DESCENT,
  ...RATES,
  ...FLOW,
  ...DISCRETE,
  ...STABILITY,
  ...FAMILY,
  ...LARGE,
];
