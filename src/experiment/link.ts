import { type Change, type Experiment, objectiveOf, parametersOf, SETTING_NAMES, settle } from './experiment';
import { type Environment, KEYS, type Settings } from './keys';
import { pairsOf } from './pairs';
import { type Refusal, shorten } from './refusal';

/** A key of a link that was not taken, or not with this value; texts are cut to a readable length. */
export interface Rejected {
  readonly key: string;
  readonly value: string;
  /** `${key} ${reason}` reads as a sentence. */
  readonly reason: string;
}

/** More rejected keys than this are only counted. */
const MOST_REJECTED = 20;

/**
 * `#objective=…&eta=…`: the objective or the lesson, and every key whose value is not the one that a link without it gives.
 */
export function formatLink(experiment: Experiment, environment: Environment): string {
  const { lesson, objective } = experiment;
  const said = lesson === null ? { objective } : { lesson };
  const begun = plainly(said, environment);
  const moved = lesson === null || begun.objective !== objective;
  const there = moved ? plainly({ ...said, objective }, environment) : begun;
  const own = parametersOf(experiment);
  const parameters = Object.entries(own)
    .filter(([letter, value]) => value !== parametersOf(there)[letter])
    .map(([letter, value]) => [letter, String(value)] as const);
  const base = plainly({ ...said, ...(moved ? { objective } : {}), ...own }, environment);

  const bound = objectiveOf(experiment);
  const write = <K extends keyof Settings>(name: K): readonly (readonly [string, string])[] => {
    const { kind, volatile } = KEYS[name];
    const { write: textOf } = kind(environment);
    const text = textOf(experiment[name]);
    // Where it differs from machine to machine, a lesson has said it, or it does not matter there.
    const told = (moved && volatile?.(bound)) || text !== textOf(base[name]);
    return told ? [[name, text]] : [];
  };
  const pairs = [
    ...(lesson === null ? [] : [['lesson', lesson]]),
    ...(moved ? [['objective', objective]] : []),
    ...parameters,
    ...SETTING_NAMES.filter((name) => name !== 'lesson').flatMap(write),
  ];
  return `#${pairs.map(([key = '', value = '']) => `${key}=${encode(value)}`).join('&')}`;
}

/** What a link with these keys alone gives. */
function plainly(said: Change, environment: Environment): Experiment {
  return settle(new Map(Object.entries(said)), null, environment, () => undefined);
}

/**
 * The experiment that a link (a whole address, `#…` or its bare inside) describes, and what it says beyond that.
 * Never throws: a key that is not known or whose value is not allowed is rejected, and its default used.
 */
export function parseLink(
  text: string,
  environment: Environment,
): { readonly experiment: Experiment; readonly rejected: readonly Rejected[] } {
  const rejected: Rejected[] = [];
  const reject = (key: string, value: unknown, reason: string): void => {
    rejected.push({ key: shorten(key), value: shorten(String(value)), reason });
  };
  const given = new Map<string, string>();
  for (const { key, value, fault } of pairsOf(text)) {
    if (fault) reject(key, value, fault);
    else if (given.has(key)) reject(key, value, 'is given twice; the first counts');
    else given.set(key, value);
  }
  const experiment = settle(given, null, environment, ({ field, value, reason }: Refusal) =>
    reject(field, value, reason),
  );
  return { experiment, rejected: summarise(rejected) };
}

/** Percent-encodes what a fragment cannot hold or a link uses itself; the signs of formulas and lists stay readable. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/%(2B|2C|2F|3A|3B|5E|7C)/g, decodeURIComponent);

function summarise(rejected: readonly Rejected[]): readonly Rejected[] {
  if (rejected.length <= MOST_REJECTED) return rejected;
  const more = rejected.length - MOST_REJECTED;
  return [...rejected.slice(0, MOST_REJECTED), { key: 'link', value: '', reason: `has ${more} more faults` }];
}
