import { mathElement } from '../mathText';

/** A word, with the punctuation around it; a single letter other than the article is a symbol, and xy a product. */
const WORD = /^[(“]?(?!xy\b)(a|A|\p{Script=Latin}[\p{Script=Latin}’'-]+)[)”]?[.,;:!?]*$/u;
const PUNCTUATION = /^[–—:;]$/;
/** A line does not break beside these. */
const RELATIONS = / (?=[=<>≤≥≈∈⊥→+−·×∝≪≫] )|(?<= [=<>≤≥≈∈⊥→+−·×∝≪≫]) /gu;

/** A sentence with formulas in plain Unicode in it ("At η = 1/L every mode …"): the formulas are set, the words stay. */
export function prose(text: string): readonly (Node | string)[] {
  const nodes: (Node | string)[] = [];
  let formula: string[] = [];
  const endFormula = (): void => {
    const [, inside = '', after = ''] = /^(.*?)([.,;:!?]*)$/su.exec(formula.join(' ')) ?? [];
    if (inside !== '') nodes.push(formulaIn(inside), after);
    formula = [];
  };
  for (const [n, token] of text.split(' ').entries()) {
    const isWord = WORD.test(token) || PUNCTUATION.test(token);
    if (n > 0 && (isWord || formula.length === 0)) {
      endFormula();
      nodes.push(' ');
    }
    if (isWord) nodes.push(token);
    else formula.push(token);
    if (/[,;:]$/.test(token) && !isWord) {
      endFormula();
    }
  }
  endFormula();
  return nodes;
}

/** Read as `e^(−2μt)` in plain text, which stays below the line there. */
function formulaIn(text: string): HTMLElement {
  return mathElement(text.replace(/\^\(([^()]*)\)/g, '^{$1}').replace(RELATIONS, '\u00a0'));
}
