import { gd } from './gd';
import { gf } from './gf';
import type { Method, MethodId } from './method';

/** Every method, in the order in which the legend lists them. */
export const METHODS: readonly Method[] = [gd, gf];

const BY_ID: Readonly<Record<MethodId, Method>> = { gd, gf };

export function method(id: MethodId): Method {
  return BY_ID[id];
}
