import { el } from './dom';

/** A piece of a formula in one style. */
export interface Run {
  readonly text: string;
  /** Letters of variables and parameters are slanted. */
  readonly slanted: boolean;
  /** How often it is raised: 1 in an exponent, 2 in an exponent's exponent, −1 in a subscript. */
  readonly raised: number;
}

/** Neighbours of one style become one run. */
export function merged(runs: readonly Run[]): readonly Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    if (last !== undefined && last.slanted === run.slanted && last.raised === run.raised) {
      result[result.length - 1] = { ...run, text: last.text + run.text };
    } else result.push(run);
  }
  return result;
}

/** A formula as an element; screen readers get `label`. */
export function runsElement(runs: readonly Run[], label: string): HTMLElement {
  const nodes = runs.map(({ text, slanted, raised }) => {
    const inner = slanted ? el('var', {}, text) : document.createTextNode(text);
    const tag = raised > 0 ? 'sup' : 'sub';
    return Array.from({ length: Math.abs(raised) }).reduce<Node>((node) => el(tag, {}, node), inner);
  });
  return el('span', { class: 'formula', role: 'math', 'aria-label': label }, ...nodes);
}
