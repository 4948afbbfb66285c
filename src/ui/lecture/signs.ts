const SVG = 'http://www.w3.org/2000/svg';

/** Outlines on a square of 16. */
const SHAPES = {
  previous: 'M10 3 5 8l5 5',
  next: 'M6 3l5 5-5 5',
  contents: 'M2.5 4h11M2.5 8h11M2.5 12h11',
  fold: 'M3 6l5 5 5-5',
  leave: 'M4 4l8 8M12 4l-8 8',
  run: 'M5 3.5v9L12 8z',
  stop: 'M4.5 4.5h7v7h-7z',
} as const;

export type LessonIcon = keyof typeof SHAPES;

export function lessonIcon(name: LessonIcon): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', `lecture-sign ${name}`);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', SHAPES[name]);
  svg.append(path);
  return svg;
}
