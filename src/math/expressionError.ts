/** What is wrong with a formula, in a sentence that says what is allowed, and where. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
  /** Where, in the text as the user typed it: the first character is column 1 (UTF-16 units, as in `selectionStart` + 1). */
  readonly column: number;

  constructor(message: string, column: number) {
    super(message);
    this.column = column;
  }
}

const LONGEST_SHOWN = 40;

/** At most 40 characters of what the user typed, for messages. */
export function excerpt(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN - 1)}…` : text;
}
