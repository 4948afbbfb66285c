import { etaOf } from '../../experiment/circumstances';
import { CHECKS } from '../../theory/checks';
import { el, write } from '../dom';
import { counted } from '../numbers';
import { type Part, whenChanged } from '../part';
import type { Session } from '../session';
import { checkRow } from './checkRow';

const GROUPS = [
  { of: 'gd', title: 'Gradient descent' },
  { of: 'gf', title: 'Gradient flow' },
  { of: 'pair', title: 'The two together' },
] as const;

const HEADINGS = ['Theorem', 'Promised here?', 'Worst measured / bound', 'Broken', 'By'];

/** The theorems, each held against all particles at all steps. */
export function mountChecksTab(session: Session, root: HTMLElement): Part {
  const { instrument } = session;
  const lead = el('p', { class: 'checks-lead' });
  const rows = CHECKS.map((row) => checkRow(session, row));
  const bodies = GROUPS.map(({ of, title }) => {
    const mine = rows.filter(({ row }) => row.of === of);
    const heading = el(
      'th',
      { class: 'checks-heading', colspan: String(HEADINGS.length), scope: 'rowgroup' },
      title,
    );
    return el('tbody', {}, el('tr', {}, heading), ...mine.flatMap(({ elements }) => elements));
  });
  const head = el('tr', {}, ...HEADINGS.map((text) => el('th', { scope: 'col' }, text)));
  const table = el('table', { class: 'checks' }, el('thead', {}, head), ...bodies);
  root.append(el('div', { class: 'checks-sheet' }, lead, table));
  const show = whenChanged(
    () => [instrument.checks, instrument.facts, etaOf(instrument.experiment, 'gd')],
    (checks, facts, eta) => {
      for (const [n, check] of checks.entries()) rows[n]?.show(check, facts, eta);
    },
  );
  const update = () => {
    write(lead, leadText(session));
    show();
  };
  return { update };
}

/** What is compared with what. */
function leadText({ instrument }: Session): string {
  const pairs = counted(instrument.count, 'pair');
  return `Each statement is held against ${pairs} at every step. A ratio above 1 breaks it; one that is not promised here may break.`;
}
