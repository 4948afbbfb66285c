import { Controller, type GUI } from 'lil-gui';
import { objectiveOf } from '../../experiment/experiment';
import { ExpressionError } from '../../math/expression';
import { makeObjective } from '../../objectives/objective';
import { messageOf } from '../actions';
import { el } from '../dom';
import type { Session } from '../session';

/** Milliseconds without a key after which a formula is tried; a wrong one is only called wrong after a longer rest. */
const REST = 250;
const PATIENCE = 900;
/** Characters of the formula that are shown on both sides of a mistake. */
const AROUND = 14;

/** The formula of the objective as text, to be edited into another one. */
export class ExpressionController extends Controller {
  readonly input: HTMLInputElement;
  readonly #session: Session;
  readonly #note: HTMLElement;
  #typing = false;
  #timer = 0;

  constructor(folder: GUI, session: Session) {
    super(folder, { value: '' }, 'value', 'lil-expression');
    this.#session = session;
    this.name('f(x, y) =');
    const attributes = {
      spellcheck: 'false',
      autocomplete: 'off',
      autocapitalize: 'off',
      'aria-label': 'f(x, y)',
    };
    this.input = el('input', { type: 'text', ...attributes, 'aria-describedby': 'expression-error' });
    this.#note = el('div', { class: 'refusal', id: 'expression-error', role: 'alert' });
    this.#note.hidden = true;
    this.$widget.append(this.input);
    this.domElement.append(this.#note);
    this.input.addEventListener('input', () => this.#type());
    this.input.addEventListener('blur', () => this.#finish());
    this.input.addEventListener('keydown', ({ key }) => {
      if (key === 'Enter') this.#finish();
      if (key === 'Escape') this.#giveUp();
    });
    this.updateDisplay();
  }

  override updateDisplay(): this {
    const { expression } = objectiveOf(this.#session.experiment);
    if (this.#typing || this.input.value === expression) return this;
    this.input.value = expression;
    this.#complain(null);
    return this;
  }

  #type(): void {
    this.#typing = true;
    clearTimeout(this.#timer);
    const error = mistakeIn(this.input.value);
    if (error === null) this.#complain(null);
    const next = error === null ? () => this.#take() : () => this.#complain(error);
    this.#timer = window.setTimeout(next, error === null ? REST : PATIENCE);
  }

  /** Takes the formula if it is one, and says what is wrong if not; the text stays as it was typed. */
  #finish(): void {
    if (!this.#typing) return;
    clearTimeout(this.#timer);
    const error = mistakeIn(this.input.value);
    this.#complain(error);
    if (error !== null) return;
    this.#take();
    this.#typing = false;
  }

  #giveUp(): void {
    clearTimeout(this.#timer);
    this.#typing = false;
    this.input.value = '';
    this.updateDisplay();
  }

  /** An edited formula keeps the view and the values of the letters that it has in common with the last one. */
  #take(): void {
    const text = this.input.value.trim();
    const { experiment } = this.#session;
    const { expression, parameters } = objectiveOf(experiment);
    if (text === expression) return;
    const { letters } = makeObjective(text, {});
    const values = letters
      .filter((letter) => letter in parameters)
      .map((letter) => [letter, parameters[letter]]);
    const { view, region } = experiment;
    this.#session
      .change({ objective: text, ...Object.fromEntries(values), view, region })
      .catch((error: unknown) => this.#say(messageOf(error)));
  }

  #complain(error: ExpressionError | null): void {
    if (error === null) this.#say('');
    else {
      this.#say(`Column ${error.column}: ${error.message}`);
      this.#note.prepend(pointAt(this.input.value, error.column));
    }
  }

  #say(message: string): void {
    this.#note.hidden = message === '';
    this.#note.textContent = message;
    this.input.setAttribute('aria-invalid', String(message !== ''));
  }
}

function mistakeIn(text: string): ExpressionError | null {
  try {
    makeObjective(text.trimEnd(), {});
    return null;
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
}

/** The formula around a column, which is marked. */
function pointAt(text: string, column: number): HTMLElement {
  const at = column - 1;
  const start = Math.max(0, at - AROUND);
  const end = Math.min(text.length, at + AROUND + 1);
  const before = `${start > 0 ? '…' : ''}${text.slice(start, at)}`;
  const after = `${text.slice(at + 1, end)}${end < text.length ? '…' : ''}`;
  return el('code', { 'aria-hidden': 'true' }, before, el('mark', {}, text[at] ?? '\u2002'), after);
}
