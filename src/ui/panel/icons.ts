const SVG = 'http://www.w3.org/2000/svg';

/** Outlines on a square of 16. */
const SHAPES = {
  play: 'M4.5 2.8v10.4L13 8z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  step: 'M3 2.8v10.4L9.8 8zM10.8 3h2.2v10h-2.2z',
  restart: 'M8 2.5a5.5 5.5 0 1 1-5.3 4h1.7A3.9 3.9 0 1 0 8 4.1v2L3.9 3.2 8 .4z',
  link: 'M6.6 9.4a2.4 2.4 0 0 0 3.4 0l2.6-2.6a2.4 2.4 0 0 0-3.4-3.4l-.9.9M9.4 6.6a2.4 2.4 0 0 0-3.4 0L3.4 9.2a2.4 2.4 0 0 0 3.4 3.4l.9-.9',
  picture: 'M8 2v7.5M4.8 6.6 8 9.8l3.2-3.2M3 13h10',
  projector: 'M1.5 2.5h13M3 2.5v7.5h10V2.5M8 10v2.2M5 14.2l3-2 3 2',
  undo: 'M6 2.5 3 5.5l3 3M3.5 5.5h6a3.75 3.75 0 0 1 0 7.5H6.5',
  redo: 'M10 2.5l3 3-3 3M12.5 5.5h-6a3.75 3.75 0 0 0 0 7.5H9.5',
  help: 'M5.6 6a2.4 2.4 0 1 1 3.5 2.1c-.8.4-1.1.8-1.1 1.7M8 12.1v.4',
} as const;

export type IconName = keyof typeof SHAPES;

const OUTLINED: ReadonlySet<IconName> = new Set([
  'undo',
  'redo',
  'link',
  'picture',
  'projector',
  'help',
] as const);

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  svg.setAttribute('class', OUTLINED.has(name) ? 'icon outlined' : 'icon');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', SHAPES[name]);
  svg.append(path);
  return svg;
}
