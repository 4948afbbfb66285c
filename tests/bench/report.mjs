/** @param {string} text */
export function heading(text) {
  console.log(`\n── ${text}`);
}

/**
 * Prints rows under column titles: the first column to the left, numbers to the right.
 *
 * @param {readonly string[]} titles
 * @param {readonly (readonly string[])[]} rows
 */
export function table(titles, rows) {
  const lines = [titles, ...rows];
  const widths = titles.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)));
  for (const line of lines) {
    const cells = widths.map((width, column) => {
      const text = line[column] ?? '';
      return column === 0 ? text.padEnd(width) : text.padStart(width);
    });
    console.log(`  ${cells.join('   ')}`.trimEnd());
  }
}

/** @param {number} value e.g. 580,000,000 becomes "5.80e8" */
export function scientific(value) {
  return value.toExponential(2).replace('e+', 'e');
}

/** @param {number} milliseconds */
export function ms(milliseconds) {
  return `${milliseconds.toFixed(milliseconds < 10 ? 1 : 0)} ms`;
}

/**
 * "reached" or "MISSED" with the goal beside it.
 *
 * @param {boolean} reached
 * @param {string} goal
 */
export function against(reached, goal) {
  return `goal ${goal}: ${reached ? 'reached' : 'MISSED'}`;
}
