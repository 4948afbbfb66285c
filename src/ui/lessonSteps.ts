import { changeExperiment } from '../experiment/experiment';
import { type Lesson, openBook } from '../experiment/lessonBook';
import { messageOf } from './actions';
import { showNotice } from './notice';
import { showNow } from './part';
import type { Session } from './session';

/** The next lesson; from outside of the lecture, the first one. After the last one there is none. */
export const nextLesson = (session: Session): Promise<void> => turn(session, 1);

/** The lesson before; from outside of the lecture, the first one. */
export const previousLesson = (session: Session): Promise<void> => turn(session, -1);

export async function firstLesson(session: Session): Promise<void> {
  await attempt(async () => {
    const [first] = await openBook();
    if (first !== undefined) await begin(session, first.id);
  });
}

/**
 * Begins a lesson from k = 0. What moves goes on moving; who paused, or asks for little motion, finds it at rest.
 */
export async function beginLesson(session: Session, id: string): Promise<void> {
  await attempt(() => begin(session, id));
}

/** Everything in this lesson as it was when it began. */
export async function backToLesson(session: Session): Promise<void> {
  const { lesson } = session.experiment;
  if (lesson !== null) await beginLesson(session, lesson);
}

/** Leaves the lecture; what is on screen stays, and there is a way back. */
export async function leaveLecture(session: Session): Promise<void> {
  const before = session.experiment;
  if (before.lesson === null) return;
  const action = { label: 'Back to it', run: () => void attempt(() => session.change(before)) };
  await attempt(async () => {
    await session.change({ lesson: null });
    showNow();
    showNotice({ text: 'Left the lecture.', action });
  });
}

/** Whether anything is other than this lesson has it, beside what is about the room. */
export function differsFromLesson({ experiment, environment }: Session): boolean {
  const { lesson } = experiment;
  if (lesson === null) return false;
  return JSON.stringify(changeExperiment(experiment, { lesson }, environment)) !== JSON.stringify(experiment);
}

async function turn(session: Session, by: 1 | -1): Promise<void> {
  const { lesson } = session.experiment;
  if (lesson === null) return firstLesson(session);
  await attempt(async () => {
    const book = await openBook();
    const target = neighbour(book, session.experiment.lesson ?? lesson, by);
    if (target !== undefined) await begin(session, target.id);
    else showNotice({ text: by > 0 ? 'This is the last lesson.' : 'This is the first lesson.' });
  });
}

function neighbour(book: readonly Lesson[], id: string, by: 1 | -1): Lesson | undefined {
  return book[book.findIndex((lesson) => lesson.id === id) + by];
}

async function begin(session: Session, lesson: string): Promise<void> {
  const shown = session.change({ lesson });
  showNow(); // the card need not wait for the compiler
  await shown;
  if (session.experiment.lesson === lesson) session.instrument.restart();
}

/** Says what went wrong, such as a network that is gone. */
async function attempt(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    showNow();
    showNotice({ text: messageOf(error) });
  }
}
