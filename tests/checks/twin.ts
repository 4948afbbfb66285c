import type { Check } from './check';
import { CONTRACT } from './contract';
import { LINEAR } from './linear';
import { ORDER } from './order';

/** All that a row and its CPU twin have to pass, without a GPU. */
export const TWIN_CHECKS: readonly Check[] = [...CONTRACT, ...ORDER, ...LINEAR];
