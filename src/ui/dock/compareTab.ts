import { el } from '../dom';
import type { Part } from '../part';
import type { Session } from '../session';
import { mountCompareTable } from './compareTable';
import { mountOrderExperiment } from './orderExperiment';

/** What people run beside what people analyse: in this experiment's numbers, and as η goes to 0. */
export function mountCompareTab(session: Session, root: HTMLElement): Part {
  const sides = ['compare-table', 'compare-order'].map((name) => el('div', { class: name }));
  const [left = root, right = root] = sides;
  root.append(...sides);
  const table = mountCompareTable(session, left);
  const order = mountOrderExperiment(session, right);
  const update = (): void => {
    table.update();
    order.update();
  };
  return { update, dispose: () => order.dispose?.() };
}
