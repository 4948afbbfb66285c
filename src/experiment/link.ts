import { makeObjective } from '../objectives/objective';
import { type Experiment, objectiveOf, parametersOf, SETTING_NAMES, settle } from './experiment';
import { type Environment, KEYS, type Settings } from './keys';
import { type Refusal, shorten } from './refusal';

/** A key of a link that was not taken, or not with this value; texts are cut to a readable length. */
export interface Rejected {
  readonly key: string;
  readonly value: string;
  /** `${key} ${reason}` reads as a sentence. */
  readonly reason: string;
}

/** Longer than the link of any experiment. */
const LONGEST_LINK = 32_768;
/** More rejected keys than this are only counted. */
const MOST_REJECTED = 20;

/** `#objective=…&eta=…`: the objective, and every key whose value is not the one that a link without it gives. */
export function formatLink(experiment: Experiment, environment: Environment): string {
  const objective = objectiveOf(experiment);
  const plain = makeObjective(experiment.objective, {}).parameters;
  const parameters = Object.entries(parametersOf(experiment))
    .filter(([letter, value]) => value !== plain[letter])
    .map(([letter, value]) => [letter, String(value)] as const);

  const write = <K extends keyof Settings>(name: K): readonly (readonly [string, string])[] => {
    const { kind, fallback, volatile } = KEYS[name];
    const text = kind(environment).write(experiment[name]);
    const told = volatile?.(objective) || text !== kind(environment).write(fallback(objective, environment));
    return told ? [[name, text]] : [];
  };
  const pairs = [['objective', experiment.objective], ...parameters, ...SETTING_NAMES.flatMap(write)];
  return `#${pairs.map(([key = '', value = '']) => `${key}=${encode(value)}`).join('&')}`;
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

interface Pair {
  readonly key: string;
  readonly value: string;
  /** Why the pair cannot be read; empty if it can. */
  readonly fault: string;
}

function pairsOf(link: string): readonly Pair[] {
  const hash = link.indexOf('#');
  const fragment = hash < 0 && /^[a-z][a-z0-9+.-]*:\/\//i.test(link) ? '' : link.slice(hash + 1);
  if (fragment.length > LONGEST_LINK) {
    const fault = `is longer than ${LONGEST_LINK.toLocaleString('en-US')} characters and was not read`;
    return [{ key: 'link', value: fragment, fault }];
  }
  return fragment
    .trim()
    .split('&')
    .filter((pair) => pair !== '')
    .map(pairOf);
}

function pairOf(text: string): Pair {
  const equals = text.indexOf('=');
  const [key, value] = equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
  try {
    return { key: decodeURIComponent(key), value: decodeURIComponent(value), fault: '' };
  } catch {
    return { key, value, fault: 'has broken percent-encoding' };
  }
}

/** Percent-encodes what a fragment cannot hold or a link uses itself; the signs of formulas and lists stay readable. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/%(2B|2C|2F|3A|3B|5E|7C)/g, decodeURIComponent);

function summarise(rejected: readonly Rejected[]): readonly Rejected[] {
  if (rejected.length <= MOST_REJECTED) return rejected;
  const more = rejected.length - MOST_REJECTED;
  return [...rejected.slice(0, MOST_REJECTED), { key: 'link', value: '', reason: `has ${more} more faults` }];
}
