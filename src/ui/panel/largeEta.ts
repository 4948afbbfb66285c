import type { GUI } from 'lil-gui';
import type { Range } from '../../math/range';
import type { MethodId } from '../../methods/method';
import { METHODS } from '../../methods/table';
import { change, type Report } from '../actions';
import type { Session } from '../session';
import { addButton, addSlider, belongsTo, type Desk, describe, reportBelow, settingOf } from './controls';
import { logScale } from './scale';
import { TextController } from './text';

/** Methods by what they are called. */
const RULES = Object.fromEntries(METHODS.map(({ id, label }) => [label, id])) as Record<string, MethodId>;

/** What happens when η leaves the safe range: the looks at many starts, or many η, at once. */
export function fillLargeEta(session: Session, folder: GUI): void {
  const desk: Desk = { session, folder };
  const fate = folder.add(settingOf(session, 'fate'), 'value').name('fate map');
  describe(
    fate,
    'Colours every point of the plane by what becomes of the method from there: which minimum, a cycle, chaos, or off to infinity. Key: G.',
  );
  const fan = folder.add(settingOf(session, 'fan'), 'value').name('fan of η');
  describe(fan, 'Trajectories from one start for many learning rates at once. Drag the start. Key: E.');
  const rule = folder.add(settingOf(session, 'rule'), 'value', RULES).name('method');
  describe(rule, 'Whose fates, orbits and fan are shown. Good: gradient descent.');
  const horizon = addSlider(desk, 'horizon', logScale(10, 100_000, true), {
    title: 'horizon',
    tip: 'Steps after which a fate is decided, or not. Good: 1000; more near thresholds, where everything is slow.',
  });
  belongsTo('fate', fate.domElement);
  belongsTo('fan', fan.domElement);
  belongsTo('rule', rule.domElement);
  belongsTo('horizon', horizon.domElement);
  addRange(desk);
  addButton(desk, 'Start × η', 'A map over a line of starts and η, in the dock.', () =>
    change(session, { dock: 'line' }),
  );
  addButton(desk, 'Bifurcation', 'Which points are visited in the long run, over η, in the dock.', () =>
    change(session, { dock: 'orbits' }),
  );
}

/** The learning rates of the fan and of both diagrams. */
function addRange({ session, folder }: Desk): void {
  const end = (key: 'from' | 'to', tip: string): void => {
    let report: Report = () => {};
    const field = new TextController(folder, `η ${key}`, {
      get: () => String(session.experiment.etas[key]),
      set: (text) => change(session, { etas: written({ ...session.experiment.etas, [key]: text }) }, report),
    });
    report = reportBelow(field.domElement, field.field.refuse);
    describe(field, tip);
  };
  end('from', 'The smallest learning rate of the fan, of start × η and of the bifurcation diagram.');
  end('to', 'The largest learning rate of the fan, of start × η and of the bifurcation diagram.');
  const steps = {
    get value() {
      return session.experiment.etas.scale;
    },
    set value(scale: Range['scale']) {
      change(session, { etas: { ...session.experiment.etas, scale } });
    },
  };
  const scale = folder.add(steps, 'value', { 'equal steps': 'lin', 'equal ratios': 'log' }).name('η in');
  describe(scale, 'Linear or logarithmic between the two. Good: equal steps about a threshold.');
}

/** As links have it: what was typed is for the experiment to judge. */
function written(range: Readonly<Record<keyof Range, string | number>>): string {
  return `${range.from},${range.to},${range.scale}`;
}
