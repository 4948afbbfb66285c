import { etaOf } from '../../experiment/circumstances';
import type { Check, CheckRow } from '../../theory/check';
import { type EtaMark, etaMarks } from '../../theory/constants';
import type { Facts } from '../../theory/facts';
import { type TrialKind, wasGivenUp } from '../../theory/trial';
import { change, messageOf, setEta } from '../actions';
import { button, el, explain, mark, write } from '../dom';
import { mathElement } from '../mathText';
import { showNotice } from '../notice';
import { figures, glued, upperFirst, whole } from '../numbers';
import type { Session } from '../session';

/** One theorem in the table, and below it, when unfolded, what it rests on. */
export interface RowView {
  readonly row: CheckRow;
  readonly elements: readonly HTMLElement[];
  readonly show: (check: Check, facts: Facts, eta: number) => void;
}

const STATES = {
  holds: { glyph: '✓', words: 'holds' },
  broken: { glyph: '✗', words: 'broken' },
  waiting: { glyph: '…', words: 'not measured yet' },
  void: { glyph: '–', words: 'not promised' },
  lesson: { glyph: '–', words: 'not promised, and broken' },
} as const;
type State = keyof typeof STATES;

export function checkRow(session: Session, row: CheckRow): RowView {
  const [glyph, words, ratio, bar] = [el('span', { class: 'check-glyph' }), el('span'), el('span'), el('i')];
  const remedy = button({ class: 'check-remedy' }, () => undefined);
  const broken = el('td', { class: 'check-number' });
  const worst = button({ class: 'check-pair' }, () => undefined);
  explain(worst, 'Marks this pair on the plane');
  const promise = el('td', { class: 'check-promise' }, words, ' ', remedy);
  const track = el('span', { class: 'check-track', 'aria-hidden': 'true' }, bar);
  const measure = trialButton(session, row);
  const cells = [el('td', { class: 'check-ratio' }, track, ratio, measure), broken, el('td', {}, worst)];
  const details = detailsOf(row);
  const name = fold(row, details);
  const element = el(
    'tr',
    { 'data-state': 'waiting' },
    el('th', { class: 'check-theorem', scope: 'row' }, glyph, name),
    promise,
    ...cells,
  );

  const show = (check: Check, facts: Facts, eta: number): void => {
    const state = stateOf(check);
    mark(element, 'data-state', state);
    write(glyph, STATES[state].glyph);
    mark(glyph, 'title', STATES[state].words);
    write(words, glued(`${promiseOf(check)}${check.reason === '' ? '' : `: ${check.reason}`}`));
    showRemedy(session, remedy, check.applies ? null : remedyOf(row, facts, eta));
    measure.hidden = row.how === 'steps' || check.worst !== null;
    track.hidden = !measure.hidden;
    write(ratio, !measure.hidden ? '' : check.worst === null ? '—' : ratioText(check.worst));
    bar.style.setProperty('--share', String(Math.min(1, check.worst ?? 0)));
    write(broken, check.worst === null ? '—' : whole(check.violations));
    const { particle } = check;
    worst.hidden = particle === null;
    write(worst, particle === null ? '' : `pair ${whole(particle)}`);
    worst.onclick = () => change(session, { pair: particle });
  };
  return { row, elements: [element, details], show };
}

function stateOf({ applies, worst, violations }: Check): State {
  if (!applies) return violations > 0 ? 'lesson' : 'void';
  if (worst === null) return 'waiting';
  return violations > 0 ? 'broken' : 'holds';
}

function promiseOf(check: Check): string {
  const state = stateOf(check);
  return upperFirst(state === 'waiting' ? 'promised' : state === 'holds' ? 'holds' : STATES[state].words);
}

/** The title and formula; pressed, it unfolds the details. */
function fold(row: CheckRow, details: HTMLElement): HTMLElement {
  const title = el('span', { class: 'check-title' }, upperFirst(row.title));
  const name = button(
    { class: 'check-name', 'aria-expanded': 'false' },
    () => {
      details.hidden = !details.hidden;
      mark(name, 'aria-expanded', String(!details.hidden));
    },
    title,
    mathElement(row.formula),
  );
  explain(name, 'Shows the rounding allowance and the source');
  return name;
}

function detailsOf(row: CheckRow): HTMLElement {
  const term = (title: string, ...text: readonly (Node | string)[]) =>
    el('div', {}, el('dt', {}, title), el('dd', {}, ...text));
  const allowance = term('Added to the bound', mathElement(row.allowance));
  const list = el('dl', {}, allowance, term('Source', row.source));
  const details = el('tr', { class: 'check-details' }, el('td', { colspan: '5' }, list));
  details.hidden = true;
  return details;
}

/** Measures what steps of the run do not show, by runs off screen. */
function trialButton(session: Session, row: CheckRow): HTMLButtonElement {
  const element = button({ class: 'check-trial' }, () => void run(), 'measure');
  explain(element, 'Lets the same starts run off screen, at several η');
  const run = async (): Promise<void> => {
    element.disabled = true;
    try {
      await session.instrument.trial(row.id as TrialKind, {
        progress: (share) => write(element, percent(share)),
      });
    } catch (error) {
      if (!wasGivenUp(error)) showNotice({ text: messageOf(error) });
    }
    element.disabled = false;
    write(element, 'measure');
  };
  return element;
}

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** A marked learning rate at which the theorem would promise something, if it is only η that stands in the way. */
function remedyOf(row: CheckRow, facts: Facts, eta: number): EtaMark | null {
  const marks = etaMarks(facts.constants).filter((candidate) => candidate.eta !== eta);
  return marks.find((candidate) => row.applies(facts, candidate.eta).applies) ?? null;
}

function showRemedy(session: Session, element: HTMLButtonElement, remedy: EtaMark | null): void {
  element.hidden = remedy === null;
  if (remedy === null) return;
  write(element, `set η to ${remedy.label}`);
  const factor = etaOf({ ...session.experiment, eta: 1 }, 'gd');
  element.onclick = () => setEta(session, remedy.eta / factor);
}

/** Three digits; what is next to nothing is not worth a power of ten. */
function ratioText(ratio: number): string {
  return ratio > 0 && ratio < 1e-4 ? '< 0.0001' : figures(ratio, 3);
}
