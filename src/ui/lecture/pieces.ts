const OPENING = new Set(['{', '\\begin', '\\left']);
const CLOSING = new Set(['}', '\\end', '\\right']);

/** What stands between the wide spaces (`\qquad`) of a LaTeX formula that nothing encloses. */
export function piecesOf(formula: string): readonly string[] {
  const pieces: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { 0: token, index } of formula.matchAll(/\\(?:qquad|begin|end|left|right)\b|\\[{}]|[{}]/g)) {
    if (OPENING.has(token)) depth++;
    else if (CLOSING.has(token)) depth--;
    else if (token === '\\qquad' && depth === 0) {
      pieces.push(formula.slice(from, index));
      from = index + token.length;
    }
  }
  return [...pieces, formula.slice(from)].map((piece) => piece.trim());
}
