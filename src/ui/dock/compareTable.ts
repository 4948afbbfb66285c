import { etaOf } from '../../experiment/circumstances';
import type { Instrument } from '../../instrument';
import type { MethodId } from '../../methods/method';
import type { Gait } from '../../theory/gait';
import { el, write } from '../dom';
import { figures, glued, whole } from '../numbers';
import type { Part } from '../part';
import type { Session } from '../session';

/** Milliseconds between two looks at how particles move. */
const PAUSE = 400;
const METHODS = ['gd', 'gf'] as const;
type Id = (typeof METHODS)[number];

/** One aspect: what is said of each of the two, statement by statement, with this experiment's numbers. */
interface Aspect {
  readonly title: string;
  readonly says: (instrument: Instrument, id: Id, gait: Gait | null) => readonly string[];
}

const ASPECTS: readonly Aspect[] = [
  { title: 'Path', says: pathOf },
  { title: 'Step', says: stepOf },
  { title: 'Stability', says: stabilityOf },
  { title: 'Convergence', says: convergenceOf },
  { title: 'Implementation', says: implementationOf },
];

/** Gradient descent and gradient flow side by side, in numbers that were measured just now. */
export function mountCompareTable({ instrument }: Session, root: HTMLElement): Part {
  const cells = ASPECTS.map(() => METHODS.map(() => el('td')));
  const rows = ASPECTS.map(({ title }, n) =>
    el('tr', {}, el('th', { scope: 'row' }, title), ...(cells[n] ?? [])),
  );
  const heads = [el('th', { scope: 'col' }, 'Gradient descent'), el('th', { scope: 'col' }, 'Gradient flow')];
  const table = el('table', { class: 'compare' });
  table.append(el('thead', {}, el('tr', {}, el('td'), ...heads)), el('tbody', {}, ...rows));
  root.append(table);
  const gaits = watchGaits(instrument);
  const update = (): void => {
    gaits.look();
    for (const [n, { says }] of ASPECTS.entries()) {
      for (const [m, id] of METHODS.entries()) {
        const words = isOn(instrument, id) ? says(instrument, id, gaits.of(id)) : ['is off'];
        const cell = cells[n]?.[m];
        if (cell) writeLines(cell, words);
      }
    }
  };
  return { update };
}

/** Keeps the latest gaits, read back at most a few times a second. */
function watchGaits(instrument: Instrument) {
  const latest = new Map<Id, Gait | null>();
  let seen = { step: -1, time: Number.NEGATIVE_INFINITY };
  const look = (): void => {
    const { step } = instrument;
    if (step === seen.step || performance.now() - seen.time < PAUSE) return;
    seen = { step, time: performance.now() };
    for (const id of METHODS) {
      instrument.gait(id).then(
        (gait) => latest.set(id, gait),
        () => undefined, // the device is lost; whoever watches it tells
      );
    }
  };
  return { look, of: (id: Id) => latest.get(id) ?? null };
}

function isOn({ experiment }: Instrument, id: MethodId): boolean {
  return experiment.methods.includes(id);
}

function pathOf(_: Instrument, id: Id, gait: Gait | null): readonly string[] {
  if (gait === null) return ['nothing moves'];
  const { jump, winding, turn, reversing } = gait;
  const longer = share(winding - 1);
  return [
    id === 'gd'
      ? `straight jumps of ${n(jump)}`
      : `a smooth curve, ${longer} longer than its chords of ${n(jump)}`,
    `turns by ${figures(turn, 2)}° a step`,
    `${share(reversing)} of the particles turn back`,
  ];
}

function stepOf({ experiment, constants }: Instrument, id: Id, gait: Gait | null): readonly string[] {
  const eta = etaOf(experiment, id);
  const given = `η = ${n(eta)}${constants.L > 0 ? `, ηL = ${n(eta * constants.L)}` : ''}`;
  if (id === 'gd') return [`always ${given}`];
  if (gait?.substep == null) return ['any time at once'];
  const count = Math.max(1, eta / gait.substep);
  return [
    `as its error allows: h = ${n(gait.substep)}`,
    `${figures(count, 2)} × h to a time of η = ${n(eta)}`,
  ];
}

function stabilityOf({ constants, trials }: Instrument, id: Id, gait: Gait | null): readonly string[] {
  const rose = gait === null ? [] : [`f rose for ${share(gait.rising)} of the particles just now`];
  if (id === 'gf') return ['at every η', ...rose];
  const measured = trials.threshold?.measured;
  const settles = measured == null ? [] : [`measured: settles below η = ${figures(measured, 4)}`];
  return [`f falls for η < 2/L = ${n(constants.etaMax)}`, ...settles, ...rose];
}

function convergenceOf({ counts }: Instrument, id: Id, gait: Gait | null): readonly string[] {
  const [moving = 0, converged = 0, diverged = 0, cycling = 0] = counts.get(id) ?? [];
  const all = moving + converged + diverged + cycling;
  const shares = all === 0 ? [] : [`${share(converged / all)} converged, ${share(diverged / all)} diverged`];
  if (gait?.contraction == null) return shares;
  return [`‖θ − θ*‖ × ${figures(gait.contraction, 4)} in the last step`, ...shares];
}

function implementationOf(
  { experiment, objective }: Instrument,
  id: Id,
  gait: Gait | null,
): readonly string[] {
  if (id === 'gd') return ['1 gradient a step', 'remembers nothing'];
  if (objective.quadratic !== null) return ['the exact solution: 1 gradient, one matrix'];
  const substeps = gait?.substep == null ? null : Math.max(1, etaOf(experiment, id) / gait.substep);
  const work =
    substeps === null ? [] : [`about ${whole(6 * substeps)} gradients, ${whole(substeps)} ∇²f a step`];
  return ['Rodas4, of order 4', ...work];
}

/** One line for each statement; a number stays with its unit. */
function writeLines(cell: HTMLElement, lines: readonly string[]): void {
  while (cell.childElementCount < lines.length) cell.append(el('p'));
  while (cell.childElementCount > lines.length) cell.lastElementChild?.remove();
  for (const [k, line] of [...cell.children].entries()) {
    write(line, glued(lines[k] ?? ''));
  }
}

const n = (value: number): string => figures(value, 3);
const share = (part: number): string => `${figures(100 * part, 2)} %`;
