import type { GUI } from 'lil-gui';
import type { Part } from '../part';
import type { Session } from '../session';
import { fillEnsemble } from './ensemble';
import { fillLargeEta } from './largeEta';
import { fillMethods } from './methods';
import { fillTheory } from './theory';
import { fillView } from './view';

/** Fills the folders that are closed at first. */
export function fillFolded(
  session: Session,
  folders: Readonly<Record<'theory' | 'methods' | 'ensemble' | 'largeEta' | 'view', GUI>>,
): Part {
  const parts = [
    fillTheory(session, folders.theory),
    fillMethods(session, folders.methods),
    fillEnsemble(session, folders.ensemble),
  ];
  fillLargeEta(session, folders.largeEta);
  fillView(session, folders.view);
  const update = (): void => {
    for (const part of parts) part.update();
  };
  return { update };
}
