import { etaColor } from '../experiment/fanColors';
import type { Settings } from '../experiment/keys';
import { type Range, shareAlong } from '../math/range';
import { method } from '../methods/table';
import type { FanReading, Verdict } from '../theory/lab/fan';
import { type Colors, labelAt, paintBar, scale } from './colorLegend';
import { el, explain, write } from './dom';
import { counted, figures, whole } from './numbers';
import { whenChanged } from './part';
import type { Session } from './session';
import { axisTicks } from './ticks';

const MEASURING = 'measuring the threshold …';
const SHADES = 128;
/** Labels nearer than this to another one are left out, as shares of the bar. */
const ROOM = 0.2;

/** The colours of the fan: from which η to which, and where the start no longer settles. */
export function fanLegend(session: Session): Colors {
  const { instrument } = session;
  const { element, title, bar, labels } = scale('Colours of the fan');
  element.classList.add('fan-scale');
  const marks = el('div', { class: 'fan-marks', 'aria-hidden': 'true' });
  const verdict = el('p', { class: 'fan-verdict', 'aria-live': 'polite' });
  const words = el('p', { class: 'scale-words' });
  const holder = el('div', { class: 'fan-bar' });
  bar.before(holder);
  holder.append(bar, marks);
  element.append(verdict, words);
  explain(
    element,
    'One start, followed once for each learning rate. It settles where its zigzag dies away within the horizon of steps; ' +
      'the threshold is measured by repeated subdivision, down to what f32 can tell.',
  );
  const showBar = whenChanged(
    () => [instrument.experiment.etas, instrument.experiment.theme, instrument.experiment.rule],
    (etas, theme, rule) => {
      title.replaceChildren(el('var', {}, 'η'), ` of the fan, ${method(rule).short}`);
      paintBar(bar, SHADES, (n) => cssOf(theme, n / (SHADES - 1)));
      labels.replaceChildren(...rangeLabels(etas));
    },
  );
  const showVerdict = whenChanged(
    () => [
      instrument.fan?.verdict ?? null,
      instrument.fan?.predicted ?? null,
      instrument.constants,
      instrument.fan?.etas,
    ],
    () => {
      const { fan } = instrument;
      marks.replaceChildren(...(fan === null ? [] : marksOf(fan)));
      write(verdict, fan === null ? MEASURING : verdictOf(fan));
      write(words, fan === null ? '' : wordsOf(fan, session));
      words.hidden = words.textContent === '';
    },
  );
  const update = (): void => {
    element.hidden = !instrument.experiment.fan;
    showBar();
    showVerdict();
  };
  return { element, update };
}

function cssOf(theme: Settings['theme'], share: number): string {
  return `rgb(${etaColor(theme, share)
    .map((part) => Math.round(255 * part))
    .join(' ')})`;
}

/** The ends, and round numbers between them: of a logarithmic range powers of ten. */
function rangeLabels(etas: Range): readonly HTMLElement[] {
  const { from, to, scale: kind } = etas;
  const between =
    kind === 'lin'
      ? axisTicks(from, to, 4).map(({ value }) => value)
      : Array.from({ length: 24 }, (_, n) => 10 ** (n - 12)).filter((value) => value > from && value < to);
  const shares: number[] = [0, 1];
  const inner = between.flatMap((value) => {
    const share = shareAlong(etas, value);
    if (shares.some((other) => Math.abs(other - share) < ROOM)) return [];
    shares.push(share);
    return [labelAt(share, figures(value, 2))];
  });
  const ends = [labelAt(0, figures(from, 2)), labelAt(1, figures(to, 2))];
  ends[0]?.classList.add('first');
  ends[1]?.classList.add('last');
  return [...ends, ...inner];
}

/** Where on the bar the threshold lies, and where the theory of the minimum has it. */
function marksOf({ etas, verdict, predicted }: FanReading): readonly HTMLElement[] {
  const at = (eta: number, name: string): readonly HTMLElement[] => {
    const share = shareAlong(etas, eta);
    if (!(share >= 0 && share <= 1)) return [];
    const mark = el('span', { class: `fan-mark ${name}` });
    mark.style.left = `${100 * share}%`;
    return [mark];
  };
  return [
    ...(predicted === null ? [] : at(predicted, 'predicted')),
    ...(verdict?.kind === 'threshold' ? at(verdict.eta, 'measured') : []),
  ];
}

/** "settles below η = 0.2" */
function verdictOf({ verdict, etas, rule }: FanReading): string {
  const name = method(rule).label;
  switch (verdict?.kind) {
    case undefined:
      return MEASURING;
    case 'threshold': {
      const eta = digits(verdict);
      return verdict.settlesBelow ? `settles below η = ${eta}` : `settles from η = ${eta} on`;
    }
    case 'always':
      return `settles at every η up to ${figures(etas.to, 3)}`;
    case 'never':
      return `settles at no η from ${figures(etas.from, 3)} on`;
    case 'flow':
      return 'a flow has no threshold';
    case 'chance':
      return `${name} never comes to rest`;
  }
}

/** As many digits as have been measured, five at most. */
function digits({ eta, uncertainty }: Extract<Verdict, { kind: 'threshold' }>): string {
  const known = Math.floor(Math.log10(eta / Math.max(uncertainty, 1e-12 * eta)));
  return figures(eta, Math.min(5, Math.max(2, known)));
}

/** What theory has to say of it, and what else there is to know. */
function wordsOf({ verdict, predicted, horizon, rule }: FanReading, { instrument }: Session): string {
  if (verdict === null || verdict.kind === 'flow' || verdict.kind === 'chance') return '';
  const { constants, objective, experiment } = instrument;
  const { L, mu, scope } = constants;
  const row = method(rule);
  const limit = row.stabilityLimit({ L, mu, A: objective.quadratic?.A ?? null }, experiment);
  const formula = /^η < (\S.*)$/.exec(row.limit)?.[1];
  const parts: string[] = [];
  if (formula !== undefined && limit !== null && Number.isFinite(limit)) {
    const there = formula.replaceAll('L', 'λ');
    if (predicted !== null && scope === 'view')
      parts.push(`${there} = ${figures(predicted, 5)} at its minimum`);
    parts.push(`${formula} = ${figures(limit, 4)}${scope === 'view' ? ' in view' : ''}`);
  }
  if (verdict.kind === 'threshold' && verdict.changes > 1)
    parts.push(`the first of ${counted(verdict.changes, 'change')}`);
  // Each of them stays on one line.
  return [...parts, `within ${whole(horizon)} steps`]
    .map((part) => part.replaceAll(' ', '\u00a0'))
    .join(' · ');
}
