import { listedPoints } from '../../experiment/keys';
import type { Point } from '../../experiment/values';
import { change, newSeed, type Report } from '../actions';
import { button } from '../dom';
import { type Part, whenChanged } from '../part';
import type { Session } from '../session';
import { belongsTo, type Desk, describe, reportBelow } from './controls';
import { logScale } from './scale';
import { type NumberSetting, SliderController } from './slider';
import { TextController } from './text';

/** Where the CPU draws, the slider of the number of starts ends here; more can be typed. */
const MANY = 1_000_000;
/** Up to so many starts are laid anew while the slider moves; more of them when it is let go. */
const QUICK = 20_000;
const POINTS = 'points';
/** Where the first listed points are, in half heights of the view from its middle. */
const FIRST_POINTS: readonly Point[] = [
  [-1.2, 0.6],
  [-0.9, -0.7],
  [1.1, 0.5],
];

/** The layout of the starts, and the list of points if that is what it is. */
export function addLayout({ session, folder }: Desk): Part {
  const choice = {
    get value() {
      const { starts } = session.experiment;
      return listedPoints(starts) === null ? starts : POINTS;
    },
    set value(layout: string) {
      change(session, { starts: layout === POINTS ? `points:${firstPoints(session)}` : layout });
    },
  };
  const select = folder.add(choice, 'value', ['random', 'grid', 'ring', POINTS]).name('starts');
  describe(
    select,
    'Where particles start: at random, on a grid, on a ring, or on the points that you list. Good: random.',
  );

  let report: Report = () => {};
  const list = new TextController(folder, 'at', {
    get: () => listedPoints(session.experiment.starts)?.join('; ') ?? '',
    set: (text) => change(session, { starts: `points:${text}` }, report),
  });
  report = reportBelow(list.domElement, list.field.refuse);
  describe(list, 'Starts as x,y; x,y; and so on, up to 256 of them.');
  belongsTo('starts', select.domElement, list.domElement);
  const update = whenChanged(
    () => [session.experiment.starts],
    (starts) => list.show(listedPoints(starts) !== null),
  );
  return { update };
}

/** The placed pairs, or else three points about the middle of the view. */
function firstPoints({ experiment }: Session): string {
  const { placed, view } = experiment;
  const [x, y, half] = view;
  const round = (value: number): number => Number(value.toPrecision(3));
  const near = FIRST_POINTS.map(([right, up]) => [round(x + right * half), round(y + up * half)]);
  return (placed.length > 0 ? placed : near).join(';');
}

/** The number of pairs; listed points tell their number themselves. */
export function addCount({ session, folder }: Desk): Part {
  let report: Report = () => {};
  let held: number | null = null;
  const take = (value: number | string): void => {
    held = null;
    change(session, { count: value }, report);
  };
  const setting: NumberSetting = {
    get: () => held ?? session.experiment.count,
    set: (value) => {
      if (typeof value === 'string' || value <= QUICK) return take(value);
      held = value;
      controller.updateDisplay();
    },
  };
  const { environment, instrument } = session;
  const most = instrument.gpu.software ? MANY : Number.POSITIVE_INFINITY;
  const scale = logScale(1, Math.min(most, environment.countLimit), true);
  const controller = new SliderController(folder, 'pairs', setting, scale);
  controller.slider.addEventListener('change', () => {
    if (held !== null) take(held);
  });
  report = reportBelow(controller.domElement, controller.field.refuse);
  belongsTo('starts', controller.domElement);
  describe(
    controller,
    'How many starts, each with one particle of every method. Up to 400 are drawn as strokes, more as light. Good: 2000.',
  );
  const update = whenChanged(
    () => [session.experiment.starts],
    (starts) => controller.enable(listedPoints(starts) === null),
  );
  return { update };
}

/** The seed, and a button for another one. */
export function addSeed({ session, folder }: Desk): void {
  let report: Report = () => {};
  const seed = new TextController(folder, 'seed', {
    get: () => String(session.experiment.seed),
    set: (text) => change(session, { seed: text }, report),
  });
  seed.$widget.append(button({ class: 'beside' }, () => newSeed(session), 'New seed'));
  report = reportBelow(seed.domElement, seed.field.refuse);
  describe(seed, 'Everything random follows from this whole number: the same seed gives the same starts.');
}
