import type { Mark } from '../experiment/marks';

const FOLDS: Readonly<Record<Mark['fold'], number>> = { disc: 0, half: 1, quarter: 2, eighth: 3 };

/** `struct Mark` of mark.wgsl, three vec4f. */
export function packMark({ fold, planes, outline, reach }: Mark): readonly number[] {
  const [[ax, ay, a], [bx, by, b]] = planes;
  return [ax, ay, bx, by, a, b, FOLDS[fold], outline, reach];
}
