import type { GUI } from 'lil-gui';
import { type Change, objectiveOf, parametersOf } from '../../experiment/experiment';
import { change, type Report } from '../actions';
import { upperFirst } from '../numbers';
import { type Part, whenChanged } from '../part';
import type { Session } from '../session';
import { belongsTo, describe, reportBelow } from './controls';
import { linearScale, logScale, type Scale } from './scale';
import { type NumberSetting, SliderController } from './slider';

/** From this ratio of its ends on, a slider of positive values is logarithmic. */
const WIDE = 100;
/** The slider of a letter of a typed formula, where its value does not ask for more. */
const USUAL = 5;

/** One slider for each letter of the objective. */
export function addParameters(session: Session, folder: GUI): Part {
  let sliders: readonly SliderController[] = [];
  const rebuild = whenChanged(
    () => [session.experiment.objective],
    () => {
      for (const slider of sliders) slider.destroy();
      for (const note of folder.$children.querySelectorAll('.parameter-note')) note.remove();
      const { letters } = objectiveOf(session.experiment);
      sliders = letters.map((letter) => addParameter(session, folder, letter));
    },
  );
  return { update: rebuild };
}

function addParameter(session: Session, folder: GUI, letter: string): SliderController {
  let report: Report = () => {};
  const value = (): number => parametersOf(session.experiment)[letter] ?? 0;
  const setting: NumberSetting = {
    get: value,
    set: (next) => change(session, { [letter]: next } as Change, report),
  };
  const { row } = objectiveOf(session.experiment);
  const known = row?.parameters[letter];
  const scale = known ? scaleFrom(known.min, known.max) : scaleAround(value());
  const controller = new SliderController(folder, letter, setting, scale);
  controller.$name.classList.add('letter');
  belongsTo('parameters', controller.domElement);
  report = reportBelow(controller.domElement, controller.field.refuse);
  controller.domElement.nextElementSibling?.classList.add('parameter-note');
  describe(
    controller,
    known ? tipOf(known) : `Parameter ${letter} of your formula. Any number can be typed.`,
  );
  return controller;
}

function scaleFrom(min: number, max: number): Scale {
  return min > 0 && max / min >= WIDE ? logScale(min, max) : linearScale(min, max);
}

function scaleAround(value: number): Scale {
  const reach = Math.max(USUAL, 2 * Math.abs(value));
  return linearScale(-reach, reach);
}

interface Known {
  readonly meaning: string;
  readonly default: number;
}

function tipOf({ meaning, default: usual }: Known): string {
  return `${upperFirst(meaning)}. A good value is ${usual}; any number can be typed.`;
}
