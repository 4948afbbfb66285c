import type { Lesson } from './lesson';
import type { Kind } from './values';

export type { Lesson };

/** The lessons in the order of the lecture. They are loaded when the first of them is asked for: most visits need none. */
let book: readonly Lesson[] = [];

/** Loads the lessons; nothing can name one before that. */
export async function openBook(): Promise<readonly Lesson[]> {
  if (book.length === 0) book = (await import('./lessons')).LESSONS;
  return book;
}

/** Whether a link, or a change, asks for a lesson, so that the book has to be opened before it is read. */
export function asksForLesson(wanted: unknown): boolean {
  if (book.length > 0) return false;
  if (typeof wanted === 'string') return /(^|[#&])lesson=/.test(wanted);
  return typeof wanted === 'object' && wanted !== null && 'lesson' in wanted; // scripts may pass anything
}

/** The lesson of this id, if there is one and the book is open. */
export function lessonOf(id: unknown): Lesson | undefined {
  return book.find((lesson) => lesson.id === id);
}

/** The id of a lesson. */
export const lessonKind: Kind<string> = {
  get allowed() {
    return `one of ${book.map(({ id }) => id).join(', ')}`;
  },
  read: (given) => lessonOf(given)?.id,
  write: (id) => id,
};
