import type { Controller, GUI } from 'lil-gui';
import type { Change, Experiment } from '../../experiment/experiment';
import type { Settings } from '../../experiment/keys';
import type { Control } from '../../experiment/lesson';
import { change, type Report } from '../actions';
import { el, explain, write } from '../dom';
import { mathElement } from '../mathText';
import type { Session } from '../session';
import type { Scale } from './scale';
import { type NumberSetting, SliderController } from './slider';

/** What every part of the panel works with. */
export interface Desk {
  readonly session: Session;
  readonly folder: GUI;
}

/** A place below a control for what is wrong with its value. */
export function reportBelow(row: HTMLElement, onReport: (refused: boolean) => void = () => {}): Report {
  const note = el('p', { class: 'refusal', role: 'alert' });
  note.hidden = true;
  row.after(note);
  return (message) => {
    note.hidden = message === '';
    write(note, message);
    onReport(message !== '');
  };
}

/** Says which control of a lesson something in the panel belongs to. */
export function belongsTo(control: Control, ...elements: readonly Element[]): void {
  for (const element of elements) element.setAttribute('data-control', control);
}

/** Tooltip of a row, and description of what one operates in it. */
export function describe(controller: Controller, tip: string): void {
  controller.domElement.title = tip;
  for (const input of controller.domElement.querySelectorAll('input, select, button')) explain(input, tip);
  for (const select of controller.domElement.querySelectorAll('select')) {
    select.removeAttribute('aria-labelledby'); // what is hidden, in a folder that opens, names nothing
    select.setAttribute('aria-label', controller.$name.textContent ?? '');
  }
}

/** Sets the name of a row as a formula; what one operates in it keeps the plain name. */
export function nameAsFormula(controller: Controller, formula: string, before = ''): void {
  controller.$name.replaceChildren(before, mathElement(formula));
}

type NumberKey = { [K in keyof Settings]: Settings[K] extends number ? K : never }[keyof Settings];

interface SliderText {
  readonly title: string;
  readonly tip: string;
}

/** A slider for a key of the experiment. */
export function addSlider(
  { session, folder }: Desk,
  key: NumberKey,
  scale: Scale,
  { title, tip }: SliderText,
): SliderController {
  let report: Report = () => {};
  const setting: NumberSetting = {
    get: () => session.experiment[key],
    set: (value) => change(session, { [key]: value }, report),
  };
  const controller = new SliderController(folder, title, setting, scale);
  report = reportBelow(controller.domElement, controller.field.refuse);
  describe(controller, tip);
  return controller;
}

type ChoiceKey = { [K in keyof Settings]: Settings[K] extends string | boolean ? K : never }[keyof Settings];

/** A switch or a choice for a key of the experiment, whose value lil-gui reads and writes as if it were its own. */
export function settingOf<K extends ChoiceKey>(session: Session, key: K): { value: Experiment[K] } {
  return {
    get value() {
      return session.experiment[key];
    },
    set value(value) {
      change(session, { [key]: value } as Change);
    },
  };
}

/** A button. */
export function addButton({ folder }: Desk, title: string, tip: string, run: () => void): Controller {
  const controller = folder.add({ run }, 'run').name(title);
  describe(controller, tip);
  return controller;
}
