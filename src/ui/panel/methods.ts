import type { GUI } from 'lil-gui';
import type { Method, MethodSettings } from '../../methods/method';
import { METHODS } from '../../methods/table';
import { el, write } from '../dom';
import { type Part, whenChanged } from '../part';
import type { Session } from '../session';
import { addSlider, type Desk, describe, nameAsFormula, settingOf } from './controls';
import { scopeText } from './eta';
import { addMethodBlock, type MethodBlock } from './methodBlock';
import { addMetric } from './metric';
import { addMomentum } from './momentum';
import { addNoise } from './noise';
import { decayScale, logScale } from './scale';

/** Settings that several methods may share stand once, below the last of those methods that is on. */
interface SharedSettings extends Part {
  readonly element: HTMLElement;
  readonly readBy: (row: Method) => boolean;
}

/** Which methods move particles, what theory says of each, and what their rules read beside η. */
export function fillMethods(session: Session, folder: GUI): Part {
  const { instrument } = session;
  const scope = el('p', { class: 'methods-scope' });
  folder.$children.append(scope);
  const desk: Desk = { session, folder };
  const blocks = METHODS.map((row) => addMethodBlock(desk, row));
  const groups = [
    sharedSettings(desk, ['momentum'], addMomentum),
    sharedSettings(desk, ['metric'], addMetric),
    sharedSettings(desk, ['temperature', 'noise'], addNoise),
    sharedSettings(desk, ['beta1', 'beta2', 'epsilon'], addMeans),
  ];
  const precision = addPrecision(desk);
  const arrange = whenChanged(
    () => [session.experiment.methods],
    (methods) => {
      const on = blocks.filter(({ row }) => methods.includes(row.id));
      for (const group of groups) placeAfter(group, on);
      precision.show(on.some(({ row }) => row.kind === 'flow'));
    },
  );
  const tell = whenChanged(
    () => [instrument.constants],
    (constants) => write(scope, `Limits and rates for ${scopeText(constants)}`),
  );
  const update = (): void => {
    tell();
    for (const part of [...blocks, ...groups]) part.update();
    arrange();
  };
  return { update };
}

function sharedSettings(
  { session, folder }: Desk,
  keys: readonly (keyof MethodSettings)[],
  fill: (desk: Desk) => Part,
): SharedSettings {
  const group = folder.addFolder('');
  group.domElement.classList.add('shared');
  group.$title.remove();
  const { update } = fill({ session, folder: group });
  const readBy = ({ reads }: Method): boolean => reads.some((key) => keys.includes(key));
  return { element: group.domElement, readBy, update };
}

function placeAfter({ element, readBy }: SharedSettings, on: readonly MethodBlock[]): void {
  const last = on.findLast(({ row }) => readBy(row));
  element.hidden = last === undefined;
  if (last !== undefined && last.folder.domElement.nextSibling !== element)
    last.folder.domElement.after(element);
}

/** Of Adam and RMSProp. */
function addMeans(desk: Desk): Part {
  const meanOf = addSlider(desk, 'beta1', decayScale(), {
    title: 'β₁',
    tip: 'How much of the mean gradient is kept at every step (Adam). Good: 0.9; 0 keeps nothing.',
  });
  const squareOf = addSlider(desk, 'beta2', decayScale(), {
    title: 'β₂',
    tip: 'How much of the mean squared gradient is kept at every step (RMSProp, Adam). Good: 0.999; 0.9 forgets sooner.',
  });
  const floor = addSlider(desk, 'epsilon', logScale(1e-12, 1), {
    title: 'ε',
    tip: 'Keeps steps finite where gradients vanish (RMSProp, Adam). Good: 10⁻⁸; large values make steps smaller on flat ground.',
  });
  nameAsFormula(meanOf, 'β₁');
  nameAsFormula(squareOf, 'β₂');
  nameAsFormula(floor, 'ε');
  return { update: () => undefined };
}

const PRECISIONS = { 'by count': 'auto', fine: 'fine', fast: 'fast' } as const;

function addPrecision({ session, folder }: Desk) {
  const precision = folder.add(settingOf(session, 'precision'), 'value', PRECISIONS).name('precision');
  describe(
    precision,
    'How closely the flows are followed: fine to 10⁻⁵ a substep, fast to 10⁻⁴. By count: fine up to 20,000 pairs.',
  );
  return precision;
}
