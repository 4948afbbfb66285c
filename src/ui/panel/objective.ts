import type { GUI } from 'lil-gui';
import { objectiveOf } from '../../experiment/experiment';
import { OBJECTIVES } from '../../objectives/table';
import { change } from '../actions';
import { el } from '../dom';
import type { Part } from '../part';
import type { Session } from '../session';
import { belongsTo, describe } from './controls';
import { ExpressionController } from './expression';
import { addParameters } from './parameters';

/** Headings of the list of objectives; one that is under none of them stands under “Others”. */
const GROUPS: readonly (readonly [heading: string, ids: readonly string[]])[] = [
  ['Quadratics', ['bowl', 'quadratic', 'rotated', 'booth']],
  ['Convex', ['huber', 'quartic', 'logistic', 'kl']],
  [
    'Valleys and many minima',
    ['rosenbrock', 'himmelblau', 'beale', 'camel', 'styblinski', 'rastrigin', 'ackley'],
  ],
  ['Wells and saddles', ['doublewell', 'saddle', 'monkey', 'network']],
];
const OWN = 'your own formula';

/** Which f, as a choice, as a formula, and by its parameters. */
export function fillObjective(session: Session, folder: GUI): Part {
  const list = arranged();
  const names = [
    ...list.flatMap(([, rows]) => rows.map(({ label, id }) => [label, id] as const)),
    [OWN, OWN] as const,
  ];
  let expression: ExpressionController | null = null;
  const choice = {
    get value() {
      return objectiveOf(session.experiment).row?.id ?? OWN;
    },
    set value(id) {
      if (id === OWN) expression?.input.focus();
      else change(session, { objective: id });
    },
  };
  const select = folder.add(choice, 'value', Object.fromEntries(names)).name('objective');
  describe(
    select,
    'The function to walk down. The elongated bowl is where to begin; try Rosenbrock and Himmelblau.',
  );
  select.domElement.classList.add('nameless'); // the folder has the same name
  group(select.domElement, [...list.map(([heading, rows]) => [heading, rows.length] as const), ['Typed', 1]]);
  expression = new ExpressionController(folder, session);
  describe(
    expression,
    'Edit the formula, or write your own in x, y and one-letter parameters, such as x^4/4 - x^2/2 + a y^2. Esc takes it back.',
  );
  belongsTo('objective', select.domElement, expression.domElement);
  return addParameters(session, folder);
}

type Rows = typeof OBJECTIVES;

function arranged(): readonly (readonly [heading: string, rows: Rows])[] {
  const grouped = GROUPS.map(
    ([heading, ids]) => [heading, OBJECTIVES.filter(({ id }) => ids.includes(id))] as const,
  );
  const named = GROUPS.flatMap(([, ids]) => ids);
  const others = OBJECTIVES.filter(({ id }) => !named.includes(id));
  return others.length > 0 ? [...grouped, ['Others', others]] : grouped;
}

/** Puts the options of a select under headings; their order stays, by which lil-gui knows them. */
function group(row: HTMLElement, groups: readonly (readonly [heading: string, options: number])[]): void {
  const select = row.querySelector('select');
  const options = [...(select?.options ?? [])];
  for (const [heading, count] of groups) {
    select?.append(el('optgroup', { label: heading }, ...options.splice(0, count)));
  }
}
