import katex, { type KatexOptions } from 'katex';
import 'katex/dist/katex.css';
import { el } from '../dom';
import { piecesOf } from './pieces';

/** A formula on a line of its own, for eyes as HTML and for screen readers as MathML. */
const TYPESETTING: KatexOptions = {
  displayMode: true,
  output: 'htmlAndMathml',
  throwOnError: false,
};

/**
 * A LaTeX formula as elements, one for each piece between wide spaces (`\qquad`): where a line has no room for all of
 * them, the next begins. A piece that is wrong shows its source in red.
 */
export function typeset(formula: string): readonly HTMLElement[] {
  return piecesOf(formula).map((piece) => {
    const element = el('div', { class: 'lecture-piece' });
    katex.render(piece, element, TYPESETTING);
    return element;
  });
}
