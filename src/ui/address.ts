import type { Rejected } from '../experiment/link';
import type { Session } from './session';

/** Milliseconds of rest after which the address is rewritten: browsers refuse to do it a hundred times a second. */
const REST = 300;

/**
 * Keeps the address of the page and the experiment the same, both ways: a reload or a copied address restores the
 * picture, and an address typed by hand is opened.
 */
export function keepAddress(
  session: Session,
  onRejected: (rejected: readonly Rejected[]) => void,
): () => void {
  let timer = 0;
  let written = session.experiment;
  const write = () => history.replaceState(null, '', session.link);
  const unsubscribe = session.instrument.subscribe(() => {
    if (session.experiment === written) return;
    written = session.experiment;
    clearTimeout(timer);
    timer = window.setTimeout(write, REST);
  });
  const read = () => {
    clearTimeout(timer);
    void session.open(location.hash).then(onRejected);
  };
  window.addEventListener('hashchange', read);
  return () => {
    clearTimeout(timer);
    unsubscribe();
    window.removeEventListener('hashchange', read);
  };
}
