import type { Circumstances, Method, MethodSettings, Particle } from '../../src/methods/method';
import { makeObjective, type Objective } from '../../src/objectives/objective';
import { OBJECTIVES } from '../../src/objectives/table';
import { circumstancesWith } from '../circumstances';
import type { ToleranceRule } from '../gpu/tolerances';
import type { ClosedForm } from './closedForms';

/** What has to be known of a row, beside what it says itself, for it to be judged. */
export interface Known {
  /** How far its shader may be from its twin. */
  readonly tolerance: ToleranceRule;
  /** undefined for a rule that is not linear on quadratics, and states no rate. */
  readonly closedForm: ClosedForm | undefined;
}

/** Something that every row of the table of methods has to pass. */
export interface Check {
  /** Continues the method's name: "tells the shader at most 16 numbers". */
  readonly title: string;
  readonly check: (row: Method, known: Known) => void | Promise<void>;
}

/** Every built-in objective with its default parameters. */
export const objectives: readonly Objective[] = OBJECTIVES.map(({ id }) => makeObjective(id, {}));

/** Settings that switch a rule to another one: a row that reads them stands for several rules. */
const SWITCHES: { readonly [K in keyof MethodSettings]?: readonly MethodSettings[K][] } = {
  metric: ['newton', 'fisher', [2, 0.5, 0.25]],
  noise: ['euler', 'leimkuhler'],
};

/** The circumstances of every rule that the row stands for. */
export function variantsOf({ reads }: Method, given: Partial<Circumstances>): readonly Circumstances[] {
  const switched = reads.flatMap((key) => (SWITCHES[key] ?? []).map((value) => ({ [key]: value })));
  return (switched.length === 0 ? [{}] : switched).map((variant) =>
    circumstancesWith({ ...given, ...variant }),
  );
}

/** The settings that the row reads, with their values, for messages. */
export function settingsOf({ reads }: Method, told: Circumstances): string {
  return [`η = ${told.eta}`, ...reads.map((key) => `${key} = ${told[key]}`)].join(', ');
}

/** A particle at a point, at the start. */
export function atRest({ carry }: Method, [x, y]: readonly [number, number]): Particle {
  return { x, y, carry: new Array<number>(carry).fill(0), index: 0, tick: 0 };
}

/** What a whole step takes: η for a map, the time of a step for a flow. */
export function stepOf(row: Method, told: Circumstances): number {
  return row.kind === 'map' ? told.eta : row.time(told);
}

/** The particle after each of so many whole steps of the twin from rest, the start first. */
export function follow(
  row: Method,
  objective: Objective,
  start: readonly [number, number],
  told: Circumstances,
  steps: number,
): readonly Particle[] {
  const orbit = [atRest(row, start)];
  for (let particle of orbit) {
    if (particle.tick === steps) break;
    const motion = row.advance(particle, objective, stepOf(row, told), told);
    particle = { ...particle, ...motion, tick: particle.tick + 1 };
    orbit.push(particle);
  }
  return orbit;
}
