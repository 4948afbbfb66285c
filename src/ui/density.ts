import type { Instrument } from '../instrument';
import { el, explain, write } from './dom';
import { mathElement } from './mathText';
import { decimals, figures, whole } from './numbers';
import type { Part } from './part';

/** "total variation to e^{−βf}: 0.043 (KL 0.01)", while there is a density. */
export function densityLine(instrument: Instrument): Part & { readonly element: HTMLElement } {
  const number = el('strong');
  const rest = el('span');
  const element = el('p', { class: 'caption-words' }, 'total variation to ', mathElement('e^{−βf}'), ': ');
  element.append(number, rest);
  const update = (): void => {
    const { density } = instrument;
    element.hidden = density === null;
    if (density === null) return;
    write(number, decimals(density.totalVariation, 3));
    write(rest, ` (KL ${figures(density.divergence, 2)})`);
    const tip = `Over the view, from ${whole(density.samples)} positions of Langevin’s particles: 0 is the stationary law, 1 nothing in common; as many independent positions would have ${decimals(density.floor, 3)}.`;
    if (element.title !== tip) explain(element, tip);
  };
  return { element, update };
}
