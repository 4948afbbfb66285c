import { merged, type Run, runsElement } from './runs';

const SUBSCRIPTS = { from: '₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ', to: '0123456789+−=()aehijklmnoprstuvx' };
const SUPERSCRIPTS = { from: '⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁱⁿᵏᵗᵀ', to: '0123456789+−=()inktT' };

/** Words of at most two letters; longer ones are words anyway, and other pairs of letters are products. */
const SHORT_WORDS = new Set('a at by if in is it ln no of on or to GD GF'.split(' '));

/** A braced exponent, a word or pair of Latin letters, another letter with its accents, or any other character. */
const TOKEN = /\^\{([^}]*)\}|([A-Za-z]{2,}|a(?= [a-z]{3}))|(\p{L}\p{M}*)|./gsu;

/** Brackets within which a formula is not broken; both kinds of bars open and close. */
const OPENING = '([{';
const CLOSING = ')]}';
const BARS = '|‖';

/**
 * A formula in plain Unicode, as rows of methods and tooltips have it ("θₖ₊₁ = θₖ − η∇f(θₖ)"), in the style in which
 * formulas are set: letters slanted, words upright, sub- and superscripts of one size. `e^{−βf}` raises what is braced.
 */
export function mathRuns(text: string): readonly Run[] {
  return merged(runsAt(unbroken(text), 0));
}

/** The formula as an element; screen readers get the text. */
export function mathElement(text: string): HTMLElement {
  return runsElement(mathRuns(text), text);
}

/** The equations of a rule, without the commas between them. */
export function mathLines(text: string): readonly string[] {
  return unbroken(text).split(/, (?=[^,]* = )/);
}

/** Lines may break at the blanks outside of brackets only: the others are glued. */
function unbroken(text: string): string {
  let depth = 0;
  let bar = false;
  return [...text]
    .map((character) => {
      if (OPENING.includes(character)) depth++;
      if (CLOSING.includes(character)) depth--;
      if (BARS.includes(character)) bar = !bar;
      return character === ' ' && (depth > 0 || bar) ? '\u00a0' : character;
    })
    .join('');
}

function runsAt(text: string, raised: number): readonly Run[] {
  return [...text.matchAll(TOKEN)].flatMap(([token, exponent, word, letter]) => {
    if (exponent !== undefined) return runsAt(exponent, raised + 1);
    if (word !== undefined)
      return [{ text: word, slanted: word.length < 3 && !SHORT_WORDS.has(word), raised }];
    return shifted(token, raised) ?? [{ text: token, slanted: letter !== undefined, raised }];
  });
}

/** A character of a small alphabet as the ordinary one that it stands for. */
function shifted(character: string, raised: number): readonly Run[] | null {
  const below = SUBSCRIPTS.from.indexOf(character);
  if (below >= 0) return [ordinary(SUBSCRIPTS.to[below] ?? '', raised - 1)];
  const above = SUPERSCRIPTS.from.indexOf(character);
  return above >= 0 ? [ordinary(SUPERSCRIPTS.to[above] ?? '', raised + 1)] : null;
}

function ordinary(text: string, raised: number): Run {
  return { text, slanted: /[a-z]/i.test(text), raised };
}
