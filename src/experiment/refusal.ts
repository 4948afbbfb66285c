/** Why a key's value was not taken. `${field} ${reason}` reads as a sentence. */
export interface Refusal {
  readonly field: string;
  readonly value: unknown;
  readonly reason: string;
  /** Where the objective's text is wrong, from 1; null for all else. */
  readonly column: number | null;
}

/** A value that an experiment cannot have. The message names the key, what is allowed, and the value. */
export class ExperimentError extends Error {
  override readonly name = 'ExperimentError';
  readonly field: string;
  /** Where the objective's text is wrong, from 1; null for all else. */
  readonly column: number | null;

  constructor({ field, value, reason, column }: Refusal) {
    super(`${shorten(field)} ${reason} (given: ${shown(value)})`);
    this.field = field;
    this.column = column;
  }
}

const LONGEST_SHOWN = 80;

/** At most 80 characters of a text, for messages. */
export const shorten = (text: string): string =>
  text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 1)}…` : text;

/** A value as a message shows it, whatever a script has passed. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `“${shorten(value)}”`;
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object' || value === null) return shorten(String(value));
  return Array.isArray(value) ? 'another list' : 'an object';
}
