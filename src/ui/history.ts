import type { Experiment } from '../experiment/experiment';

/** A change that can be undone, or one that was. */
interface Step {
  readonly before: Experiment;
  readonly after: Experiment;
}

/** The latest step, as long as further changes may belong to it. */
interface Growing {
  readonly keys: string;
  readonly gesture: number;
  readonly passing: boolean;
  readonly at: number;
}

/** Steps that are remembered. */
const MOST = 200;
/** Milliseconds between two changes of one slide, of one turn of the wheel, of one word. */
const PAUSE = 700;

/**
 * The experiments that were, to be undone and redone. Changes of the same keys are one step while the pointer that makes
 * them is down, and as long as they follow closely upon each other without a new press; passing ones in any case.
 */
export class Past {
  #undoable: Step[] = [];
  #redoable: Step[] = [];
  #growing: Growing | null = null;
  #gesture = 0;
  #held = false;

  get canUndo(): boolean {
    return this.#undoable.length > 0;
  }

  get canRedo(): boolean {
    return this.#redoable.length > 0;
  }

  /** A pointer went down: what follows is a step of its own. */
  press(): void {
    this.#gesture++;
    this.#held = true;
  }

  release(): void {
    this.#held = false;
  }

  /** Remembers a change; `passing` ones are made by something that runs, at time `now` in milliseconds. */
  note(before: Experiment, after: Experiment, now: number, passing = false): void {
    const changed = differingKeys(before, after);
    if (changed.length === 0) return;
    const growing: Growing = { keys: changed.join(), gesture: this.#gesture, passing, at: now };
    const first = this.#grows(growing) ? this.#undoable.pop()?.before : undefined;
    const step = { before: first ?? before, after };
    this.#redoable = [];
    this.#growing = null;
    if (differingKeys(step.before, after).length === 0) return; // back where it began
    this.#undoable = [...this.#undoable.slice(1 - MOST), step];
    this.#growing = growing;
  }

  /** Forgets a change that led to an experiment which could not be shown. */
  drop(after: Experiment): void {
    if (this.#undoable.at(-1)?.after !== after) return;
    this.#undoable.pop();
    this.#growing = null;
  }

  /** Whether undoing leads to this very experiment. */
  leadsTo(before: Experiment): boolean {
    return this.#undoable.at(-1)?.before === before;
  }

  /** The experiment before the last step, which can be redone then. */
  undo(): Experiment | null {
    return this.#walk(this.#undoable, this.#redoable)?.before ?? null;
  }

  /** The experiment after the step that was undone last. */
  redo(): Experiment | null {
    return this.#walk(this.#redoable, this.#undoable)?.after ?? null;
  }

  #walk(from: Step[], to: Step[]): Step | undefined {
    const step = from.pop();
    if (step !== undefined) to.push(step);
    this.#growing = null;
    return step;
  }

  #grows({ keys, gesture, passing, at }: Growing): boolean {
    const last = this.#growing;
    if (last === null || last.keys !== keys || last.passing !== passing) return false;
    if (passing) return true;
    const turnsPage = keys.split(',').includes('lesson');
    return !turnsPage && last.gesture === gesture && (this.#held || at - last.at < PAUSE);
  }
}

/** The keys in which two experiments differ; a parameter that only one of them has is one of them. */
export function differingKeys(one: Experiment, other: Experiment): readonly (keyof Experiment)[] {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]) as Set<keyof Experiment>;
  const text = (value: unknown): string => JSON.stringify(value) ?? '';
  return [...keys].filter((key) => one[key] !== other[key] && text(one[key]) !== text(other[key]));
}
