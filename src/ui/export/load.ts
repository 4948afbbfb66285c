import { formatLink } from '../../experiment/link';
import { messageOf, takeBack } from '../actions';
import { showNotice } from '../notice';
import type { Session } from '../session';
import { readExperiment } from './experimentFile';

/**
 * Shows the experiment that a file holds, from its first step, and says so, with a way back.
 *
 * @throws Error in words if there is none in it, or one that is not allowed; everything then stays as it was
 */
export async function loadFile(session: Session, file: File): Promise<void> {
  const experiment = await readExperiment(file, session.environment).catch((error: unknown) => {
    throw new Error(`${file.name} was not loaded. ${messageOf(error)}`, { cause: error });
  });
  const before = session.experiment;
  await session.open(formatLink(experiment, session.environment));
  session.instrument.restart();
  const action = { label: 'Undo', run: () => takeBack(session, before, before) };
  showNotice({ text: `Loaded ${file.name}.`, action });
}
