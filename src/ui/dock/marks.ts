import { extent, type Mark } from '../../experiment/marks';

const DEGREE = Math.PI / 180;

/** Adds the outline of a mark to a path; the ring of a hollow one is filled with the rule `evenodd`. */
export function traceMark(path: Path2D, mark: Mark, x: number, y: number, radius: number): void {
  for (const inset of mark.outline > 0 ? [0, mark.outline] : [0]) {
    for (let angle = 0; angle < 360; angle += 15) {
      const ray = [Math.cos(angle * DEGREE), Math.sin(angle * DEGREE)] as const;
      const far = radius * extent(mark, ray, inset);
      if (angle === 0) path.moveTo(x + far * ray[0], y + far * ray[1]);
      else path.lineTo(x + far * ray[0], y + far * ray[1]);
    }
    path.closePath();
  }
}
