import { ExpressionError } from '../math/expression';
import { makeObjective, type Objective } from '../objectives/objective';
import { OBJECTIVES } from '../objectives/table';
import { type Environment, KEYS, parameterKind, type Settings } from './keys';
import { type Lesson, lessonOf } from './lessonBook';
import { pairsOf } from './pairs';
import { ExperimentError, type Refusal } from './refusal';

type Latin =
  | ('a' | 'b' | 'c' | 'd' | 'e' | 'f' | 'g' | 'h' | 'i' | 'j' | 'k' | 'l' | 'm')
  | ('n' | 'o' | 'p' | 'q' | 'r' | 's' | 't' | 'u' | 'v' | 'w' | 'x' | 'y' | 'z');

/** What a parameter may be called: e is Euler's number, x and y are the plane's. */
type Letter = Exclude<Latin | Uppercase<Latin>, 'e' | 'x' | 'y' | 'X' | 'Y'>;

/** The parameters of the objective, each a key of its own. */
type Parameters = { readonly [L in Letter]?: number };

/**
 * Everything that decides the picture, as one flat, frozen value that survives JSON.
 * `objective` is the id of a built-in or an expression in x, y and single-letter parameters; every parameter of
 * the objective is there with its value.
 */
export interface Experiment extends Settings, Parameters {
  readonly objective: string;
}

/** Keys to change, each with its value or the text that a link has for it. */
export type Change = { readonly [K in keyof Experiment]?: Experiment[K] | string };

const FIRST_OBJECTIVE = 'bowl';

/**
 * The experiment that differs from the defaults by `change`.
 * @throws {ExperimentError} if a key is not known or its value is not allowed
 */
export function completeExperiment(change: Change, environment: Environment): Experiment {
  return settle(entriesOf(change), null, environment, throwRefusal);
}

/**
 * `current` with `change` applied. Another objective comes with its own parameters, η, view, region and no
 * placed starts, except where `change` gives them.
 * @throws {ExperimentError} if a key is not known or its value is not allowed
 */
export function changeExperiment(current: Experiment, change: Change, environment: Environment): Experiment {
  return settle(entriesOf(change), current, environment, throwRefusal);
}

/** The objective of an experiment, bound to its parameters. */
export function objectiveOf(experiment: Experiment): Objective {
  return makeObjective(experiment.objective, parametersOf(experiment));
}

/**
 * The one validation that links, scripts and the panel share: what is given and allowed, else what `current`
 * has, else the default. Reports what it does not take and goes on without it, unless `refuse` throws.
 */
export function settle(
  given: ReadonlyMap<string, unknown>,
  current: Experiment | null,
  environment: Environment,
  refuse: (refusal: Refusal) => void,
): Experiment {
  const lesson = lessonOf(given.get('lesson'));
  const begun = lesson === undefined ? current : beginLesson(lesson, current, environment);
  return settleOver(given, begun, environment, refuse);
}

/** The experiment that a lesson begins with: the defaults but for what it says, and what abides of the present one. */
function beginLesson({ id, link }: Lesson, current: Experiment | null, environment: Environment): Experiment {
  const said = pairsOf(link).map(({ key, value }) => [key, value] as const);
  const abiding = SETTING_NAMES.filter((name) => current !== null && KEYS[name].abides);
  const given = new Map<string, unknown>([...said, ['lesson', id]]);
  for (const name of abiding) given.set(name, current?.[name]);
  return settleOver(given, null, environment, throwRefusal);
}

/** What is given and allowed, else what `current` has, else the default. */
function settleOver(
  given: Given,
  current: Experiment | null,
  environment: Environment,
  refuse: Refuse,
): Experiment {
  const present = current?.objective ?? FIRST_OBJECTIVE;
  const asked = given.has('objective') ? readObjective(given.get('objective'), refuse) : present;
  const key = asked ?? present;
  const carried = current?.objective === key ? current : null;
  const parameters = settleParameters(asked === null ? NOTHING : given, key, carried, refuse);
  const objective = makeObjective(key, parameters);
  refuseUnknown(given, asked, objective.letters, refuse);

  const settings: { -readonly [K in keyof Settings]?: Settings[K] } = {};
  const settleKey = <K extends keyof Settings>(name: K): void => {
    const { kind, fallback, local } = KEYS[name];
    const { read, allowed } = kind(environment);
    const value = given.has(name) ? read(given.get(name)) : undefined;
    if (given.has(name) && value === undefined) refuse(notAllowed(name, given.get(name), allowed));
    const source = local ? carried : current;
    const otherwise = () => (source ? source[name] : fallback(objective, environment));
    settings[name] = value === undefined ? otherwise() : value;
  };
  for (const name of SETTING_NAMES) settleKey(name);
  return Object.freeze({ objective: key, ...parameters, ...(settings as Settings) });
}

/** The keys of `Settings`, in the order of the table. */
export const SETTING_NAMES = Object.keys(KEYS) as readonly (keyof Settings)[];

type Values = Readonly<Record<string, number>>;

/** The values of an experiment's parameters, by letter. */
export function parametersOf(experiment: Experiment): Values {
  const entries = Object.entries(experiment).filter(([name]) => name.length === 1);
  return Object.fromEntries(entries);
}

type Given = ReadonlyMap<string, unknown>;
const NOTHING: Given = new Map();
type Refuse = (refusal: Refusal) => void;

/** What to call this objective in an experiment; null if it is none. */
function readObjective(value: unknown, refuse: Refuse): string | null {
  const allowed = `one of ${OBJECTIVES.map(({ id }) => id).join(', ')}, or an expression in x and y`;
  if (typeof value !== 'string') {
    refuse(notAllowed('objective', value, allowed));
    return null;
  }
  try {
    return makeObjective(value.trim(), {}).key;
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const column = error.column + value.length - value.trimStart().length;
    const reason = `must be ${allowed}; column ${column}: ${error.message}`;
    refuse({ field: 'objective', value, reason, column });
    return null;
  }
}

function settleParameters(given: Given, key: string, carried: Experiment | null, refuse: Refuse): Values {
  const present = carried ? parametersOf(carried) : makeObjective(key, {}).parameters;
  const settled = Object.entries(present).map(([letter, fallback]) => {
    const value = given.has(letter) ? parameterKind.read(given.get(letter)) : fallback;
    if (value === undefined) refuse(notAllowed(letter, given.get(letter), parameterKind.allowed));
    return [letter, value ?? fallback] as const;
  });
  return Object.fromEntries(settled);
}

function refuseUnknown(given: Given, key: string | null, letters: readonly string[], refuse: Refuse): void {
  for (const [field, value] of given) {
    if (field === 'objective' || Object.hasOwn(KEYS, field)) continue;
    if (!/^[a-z]$/i.test(field)) {
      refuse({ field, value, reason: 'is not a key of an experiment', column: null });
    } else if (key === null) {
      refuse({ field, value, reason: 'belongs to an objective that was not taken', column: null });
    } else if (!letters.includes(field)) {
      const has = letters.join(', ') || 'none';
      refuse({ field, value, reason: `is not a parameter of ${key}, which has ${has}`, column: null });
    }
  }
}

const notAllowed = (field: string, value: unknown, allowed: string): Refusal => ({
  field,
  value,
  reason: `must be ${allowed}`,
  column: null,
});

function throwRefusal(refusal: Refusal): never {
  throw new ExperimentError(refusal);
}

/** The own keys of a change; scripts are not typed, so that anything may come. */
function entriesOf(change: unknown): Given {
  if (typeof change !== 'object' || change === null || Array.isArray(change)) {
    const reason = 'must be an object of keys to change';
    throw new ExperimentError({ field: 'experiment', value: change, reason, column: null });
  }
  return new Map(Object.entries(change).filter(([, value]) => value !== undefined));
}
