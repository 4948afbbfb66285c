import type { Settings } from '../../experiment/keys';
import { enlargementOf } from '../../experiment/theme';

/** What a figure takes from the theme of the page. Colours are as CSS writes them, sizes in CSS pixels. */
export interface FigureStyle {
  readonly ground: string;
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly family: string;
  readonly size: number;
  /** How many times as thick as usual lines are. */
  readonly pen: number;
}

/** The style that an element has now. */
export function figureStyle(element: Element): FigureStyle {
  const style = getComputedStyle(element);
  const property = (name: string): string => style.getPropertyValue(name).trim();
  return {
    ground: property('--sheet'),
    text: property('--text'),
    quiet: property('--quiet'),
    line: property('--line'),
    family: style.fontFamily,
    size: Number.parseFloat(style.fontSize),
    pen: enlargementOf(themeOf(element), innerWidth, innerHeight),
  };
}

/** The page wears its theme where everybody can see it. */
function themeOf(element: Element): Settings['theme'] {
  const name = element.closest<HTMLElement>('[data-theme]')?.dataset['theme'];
  return name === 'light' || name === 'projector' ? name : 'dark';
}

/** The same, everything so many times as large. */
export function enlargedStyle(style: FigureStyle, factor: number): FigureStyle {
  return { ...style, size: factor * style.size };
}
