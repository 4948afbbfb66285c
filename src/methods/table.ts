import { gd } from './gd';
import { gf } from './gf';
import type { Method, MethodId } from './method';

/** Every method, in the order in which the legend lists them. */
export const METHODS: readonly Method[] = [gd, gf];

const BY_ID: ReadonlyMap<string, Method> = new Map(METHODS.map((row) => [row.id, row]));

/** The row of an id. */
export function method(id: MethodId): Method {
  const row = BY_ID.get(id);
  if (row === undefined) throw new RangeError(`There is no method ${id}.`);
  return row;
}
