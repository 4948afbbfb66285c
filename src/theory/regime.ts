import { numeral } from '../math/numeral';
import type { Constants } from './constants';
import type { Facts } from './facts';
import type { Minimum } from './minimum';
import { type Mode, type ModeRegime, modesOf } from './modes';

/** What gradient descent does at this η, in words. */
export interface Regime {
  /** For the caption: "zigzag", "unstable along one direction", "stable at 2 of 4 minima". */
  readonly word: string;
  /** For a tooltip: the same with its numbers. */
  readonly sentence: string;
}

/**
 * The regime of η for an objective of which the facts are given.
 *
 * Quadratics and minima are judged by 1 − ηλ along the eigenvectors of H: monotone for 0 < ηλ ≤ 1, zigzag up to 2,
 * unstable beyond; λ < 0 escapes at every η. Without either, by the curvatures in view, of which η < 2/L promises that f
 * falls at every step.
 */
export function regime(facts: Pick<Facts, 'objective' | 'constants' | 'minima'>, eta: number): Regime {
  const { objective, constants, minima } = facts;
  const { L, mu } = constants;
  if (objective.quadratic) return { word: modesWord(eta, mu, L), sentence: modesSentence(eta, mu, L) };
  const judges = minima.filter(tellsOfEta);
  return judges.length > 0 ? regimeAtMinima(eta, judges, L) : regimeInView(eta, constants);
}

/** A minimum without any curvature tells nothing of η, nor does one point of a curve of minima. */
function tellsOfEta({ curvatures: [low, high], isolated }: Minimum): boolean {
  return isolated && high > 0 && Number.isFinite(high) && Number.isFinite(low);
}

type Curvature = Minimum['curvatures'];

function regimeAtMinima(eta: number, minima: readonly Minimum[], L: number): Regime {
  const curvatures = minima.map((minimum) => minimum.curvatures);
  const where = minima.some(({ scope }) => scope === 'view') ? ' in view' : '';
  const words = curvatures.map(([low, high]) => modesWord(eta, low, high));
  const settles = curvatures.filter(([, high]) => eta * high < 2).length;
  const elsewhere =
    eta * L > 2
      ? ` Where curvature in view is above 2/η = ${short(2 / eta)}, steps overshoot and can grow.`
      : '';
  return {
    word: minimaWord(settles, words),
    sentence: `${minimaSentence(eta, settles, curvatures, where)}${elsewhere}`,
  };
}

function minimaWord(settles: number, words: readonly string[]): string {
  const [first = '', ...others] = words;
  if (others.length === 0) return `${first} at the minimum`;
  if (settles === 0) return 'unstable at every minimum';
  if (settles < words.length) return `stable at ${settles} of ${words.length} minima`;
  const zigzags = words.filter((word) => word === 'zigzag').length;
  return zigzags === 0 || zigzags === words.length
    ? `${first} at every minimum`
    : `zigzag at ${zigzags} of ${words.length} minima`;
}

function minimaSentence(
  eta: number,
  settles: number,
  curvatures: readonly Curvature[],
  where: string,
): string {
  const [[low, high] = [0, 0], ...others] = curvatures;
  if (others.length === 0)
    return modesSentence(eta, low, high).replace(
      /^./,
      (first) => `At the minimum${where}, ${first.toLowerCase()}`,
    );
  const limits = curvatures.map(([, steepest]) => 2 / steepest).sort((a, b) => a - b);
  const [from, to] = [short(limits[0] ?? 0), short(limits.at(-1) ?? 0)];
  const range = from === to ? `the limit 2/λ is ${from}` : `the limits 2/λ lie between ${from} and ${to}`;
  return `GD can settle at ${settles} of ${curvatures.length} minima${where}; ${range}.`;
}

function regimeInView(eta: number, { L, mu }: Constants): Regime {
  if (!(L > 0)) {
    return {
      word: 'no upward curvature',
      sentence: 'Nowhere in view does f curve upwards: steps follow the slope and cannot overshoot.',
    };
  }
  const product = `ηL = ${short(eta * L)}, L = ${short(L)} being the largest curvature in view`;
  if (eta * mu > 2) {
    const sentence = `${product}: even the smallest, ${short(mu)}, is above 2/η, so steps overshoot and grow.`;
    return { word: 'unstable in view', sentence };
  }
  if (eta * L >= 2) {
    const sentence = `${product}: may be unstable where curvature is above 2/η = ${short(2 / eta)}.`;
    return { word: 'unstable in places', sentence };
  }
  const away = mu < 0 ? ` Where f curves downwards (μ = ${short(mu)}), it moves away ever faster.` : '';
  return {
    word: 'stable in view',
    sentence: `${product}: η < 2/L, so f falls at every step within the view.${away}`,
  };
}

/** Caption of the two modes: the worst one names it. */
function modesWord(eta: number, low: number, high: number): string {
  const modes = modesOf(eta, low, high).map((mode) => mode.regime);
  const has = (mode: ModeRegime): boolean => modes.includes(mode);
  if (modes.every((mode) => mode === 'escaping')) return 'escapes in every direction';
  if (modes.every((mode) => mode === 'unstable' || mode === 'escaping')) return 'unstable in every direction';
  if (has('unstable')) return 'unstable along one direction';
  if (has('escaping')) return 'escapes along one direction';
  if (has('edge')) return 'on the edge';
  if (has('zigzag')) return 'zigzag';
  return has('monotone') ? 'monotone' : 'no curvature';
}

const BEHAVIOUR: Readonly<Record<ModeRegime, string>> = {
  escaping: 'moves away ever faster',
  flat: 'no curvature',
  monotone: 'monotone',
  zigzag: 'zigzags inwards',
  edge: 'jumps to and fro for ever',
  unstable: 'zigzags outwards',
};

function modesSentence(eta: number, low: number, high: number): string {
  const [shallow, steep] = modesOf(eta, low, high);
  const tell = ({ lambda, factor, regime: mode }: Mode): string =>
    `ηλ = ${short(eta * lambda)}, ${BEHAVIOUR[mode]}, × ${short(factor)} a step`;
  if (low === high) return `In every direction ${tell(steep)}.`;
  return `Along the steepest direction ${tell(steep)}; across it ${tell(shallow)}.`;
}

/** Three significant digits, with a real minus sign. */
const short = (value: number): string => numeral(value, 3);
