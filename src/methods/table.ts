import { adam } from './adam';
import { gd } from './gd';
import { gf } from './gf';
import { heavyball } from './heavyball';
import { inertial } from './inertial';
import { langevin } from './langevin';
import type { Method, MethodId } from './method';
import { natural } from './natural';
import { naturalgd } from './naturalgd';
import { nesterov } from './nesterov';
import { newton } from './newton';
import { prox } from './prox';
import { rmsprop } from './rmsprop';

/** Every method, in the order in which the legend lists them. */
export const METHODS: readonly Method[] = [
  gd,
  gf,
  prox,
  newton,
  heavyball,
  nesterov,
  inertial,
  naturalgd,
  natural,
  langevin,
  rmsprop,
  adam,
];

const BY_ID: ReadonlyMap<string, Method> = new Map(METHODS.map((row) => [row.id, row]));

/** The row of an id. */
export function method(id: MethodId): Method {
  const row = BY_ID.get(id);
  if (row === undefined) throw new RangeError(`There is no method ${id}.`);
  return row;
}
