import type { Symmetric2 } from '../../math/symmetric2';
import { change, type Report } from '../actions';
import { el, explain } from '../dom';
import { type Part, whenChanged } from '../part';
import type { Session } from '../session';
import { belongsTo, type Desk, describe, reportBelow } from './controls';
import { type TextField, textField } from './textField';

const CONSTANT = 'constant';
const CHOICES = { 'Hessian, |∇²f|': 'newton', 'Fisher of N(x, y²)': 'fisher', 'constant matrix': CONSTANT };
const EUCLIDEAN: Symmetric2 = [1, 0, 1];
const ENTRIES = ['p', 'q', 'r'] as const;

/** The metric G of natural gradient: one of two known ones, or the entries of a constant matrix. */
export function addMetric({ session, folder }: Desk): Part {
  const matrix = matrixRow(session);
  const choice = {
    get value() {
      const { metric } = session.experiment;
      return typeof metric === 'string' ? metric : CONSTANT;
    },
    set value(name: string) {
      change(session, { metric: name === CONSTANT ? matrix.last() : name });
    },
  };
  const select = folder.add(choice, 'value', CHOICES).name('metric G');
  describe(
    select,
    'By which G steps are measured: θ moves along −G⁻¹∇f. Good: the Hessian; Fisher for the KL of a Gaussian, where y is its σ; a constant matrix stretches the plane.',
  );
  folder.$children.append(matrix.element);
  matrix.mount();
  belongsTo('metric', select.domElement, matrix.element);
  const update = whenChanged(() => [session.experiment.metric], matrix.show);
  return { update };
}

/** [[p, q], [q, r]] as three fields, judged together: what is typed stays until it makes a metric. */
function matrixRow(session: Session) {
  let report: Report = () => {};
  /** Kept for whoever looks at another metric in between. */
  let last: Symmetric2 | null = null;
  const take = (): void => {
    const typed = fields.map(({ element }) => element.value.trim());
    change(session, { metric: typed.join(',') }, report);
  };
  const fields = ENTRIES.map((name) => entryField(name, take));
  const [p, q, r] = fields.map(({ element }, n) => [el('var', {}, ENTRIES[n] ?? ''), element]);
  const element = el('div', { class: 'matrix-row', role: 'group', 'aria-label': 'Entries of G' });
  element.append(...[p, q, r].flatMap((pair) => pair ?? []));

  const show = (metric: Session['experiment']['metric']): void => {
    element.hidden = typeof metric === 'string';
    if (typeof metric !== 'string') last = metric;
    const entries = last ?? EUCLIDEAN;
    for (const [n, field] of fields.entries()) field.show(String(entries[n] ?? 0));
    report('');
  };
  const mount = (): void => {
    const refuse = (refused: boolean): void => {
      for (const field of fields) field.refuse(refused);
    };
    report = reportBelow(element, refuse);
  };
  return { element, mount, show, last: () => last ?? firstMatrix(session) };
}

function entryField(name: string, take: () => void): TextField {
  const field = textField({ inputmode: 'decimal', 'aria-label': `entry ${name} of G` }, { onFinish: take });
  explain(field.element, 'G = [[p, q], [q, r]] must be positive definite: p > 0, r > 0 and pr > q².');
  return field;
}

/** The Hessian where it is the same everywhere and a metric: the contours become round. */
function firstMatrix({ instrument }: Session): Symmetric2 {
  const { quadratic } = instrument.objective;
  return quadratic !== null && instrument.constants.mu > 0 ? quadratic.A : EUCLIDEAN;
}
