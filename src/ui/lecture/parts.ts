import type { Lesson } from '../../experiment/lesson';

/** A part of the lecture. */
export interface LecturePart {
  readonly name: string;
  readonly lessons: readonly Lesson[];
}

/** The lessons, neighbours of one part together. */
export function partsOf(book: readonly Lesson[]): readonly LecturePart[] {
  const parts: { name: string; lessons: Lesson[] }[] = [];
  for (const lesson of book) {
    const last = parts.at(-1);
    if (last?.name === lesson.part) last.lessons.push(lesson);
    else parts.push({ name: lesson.part, lessons: [lesson] });
  }
  return parts;
}
