/**
 * What a figure is made of. Sizes are in CSS pixels; the file has `scale` times as many.
 *
 * @typedef {object} Figure
 * @property {string} link of the experiment, beginning with #
 * @property {number} width
 * @property {number} height
 * @property {number} scale
 * @property {number} steps after the start, before the picture or the first frame of a clip
 * @property {number} seconds of a clip
 * @property {number} fps of a clip: frames per second
 * @property {string} [theme] instead of the link's
 * @property {boolean} legend
 * @property {boolean} caption
 */

/**
 * @typedef {'png' | 'webp' | 'webm' | 'mp4'} Format
 * @typedef {Figure & { file: string, format: Format }} Order
 */

/**
 * @typedef {object} Option
 * @property {string} value what follows its name; empty for none
 * @property {string} help
 * @property {boolean} [clips] of clips only
 * @property {(text: string, name: string) => Partial<Figure>} read
 */

/** @type {readonly Format[]} */
const FORMATS = ['png', 'webp', 'webm', 'mp4'];
const CLIPS = ['webm', 'mp4'];
/** A texture of every WebGPU has so many pixels a side. */
const MOST_PIXELS = 8192;
const LEAST_PIXELS = 200;
const PICTURE_STEPS = 100;

/** @type {Readonly<Record<string, Option>>} */
const OPTIONS = {
  '--size': { value: 'WxH', help: 'size in CSS pixels (1280x720)', read: sizeOf },
  '--scale': {
    value: 'n',
    help: 'pixels of the file per CSS pixel, 1 to 4 (1)',
    read: (text, name) => ({ scale: numberOf(text, name, 1, 4) }),
  },
  '--steps': {
    value: 'n',
    help: `steps before the picture, or before the clip begins (${PICTURE_STEPS}; 0 for a clip)`,
    read: (text, name) => ({ steps: wholeOf(text, name, 0, 1e6) }),
  },
  '--seconds': {
    value: 's',
    help: 'length of the clip, up to 120 (5)',
    clips: true,
    read: (text, name) => ({ seconds: numberOf(text, name, 0.1, 120) }),
  },
  '--fps': {
    value: 'n',
    help: 'frames of the clip per second, 1 to 60 (30)',
    clips: true,
    read: (text, name) => ({ fps: wholeOf(text, name, 1, 60) }),
  },
  '--theme': {
    value: 'name',
    help: 'dark, light or projector, instead of the link’s',
    read: (theme) => ({ theme }),
  },
  '--no-legend': {
    value: '',
    help: 'without the methods’ legend and the colour legend',
    read: () => ({ legend: false }),
  },
  '--no-caption': { value: '', help: 'without the caption', read: () => ({ caption: false }) },
};

export const USAGE = [
  "npm run figure -- '#lesson=zigzag' out.png --size 1600x1000",
  '',
  'Draws what a link describes into a file: .png or .webp a picture, .webm or .mp4 a clip. The link goes in quotes;',
  'a whole address will do. In brackets is what holds where nothing is said.',
  '',
  ...Object.entries(OPTIONS).map(([name, { value, help }]) => `  ${`${name} ${value}`.padEnd(14)}${help}`),
  '  --help        this',
].join('\n');

/**
 * The figure that the arguments of the command ask for.
 *
 * @param {readonly string[]} args
 * @returns {Order}
 * @throws {Error} that says what is wrong with them
 */
export function readArguments(args) {
  const { words, options } = sorted(args);
  const [link, file, ...others] = words;
  if (link === undefined || file === undefined || others.length > 0) {
    throw new Error(
      `A figure takes a link and a file (given: ${words.length === 0 ? 'nothing' : words.join(' ')}). ` +
        "The link goes in quotes, '#lesson=zigzag': shells take what follows a bare # for a comment.",
    );
  }
  const format = formatOf(file);
  const isClip = CLIPS.includes(format);
  for (const name of options.keys()) {
    if (OPTIONS[name]?.clips && !isClip) throw new Error(`${name} is for clips, and ${file} is a picture.`);
  }
  const figure = { ...completeFigure(fragmentOf(link)), steps: isClip ? 0 : PICTURE_STEPS };
  const order = { ...figure, ...Object.assign({}, ...options.values()), file, format };
  checkPixels(order);
  return order;
}

/**
 * A figure of which only the link is known.
 *
 * @param {string} link
 * @returns {Figure}
 */
export function completeFigure(link) {
  const size = { width: 1280, height: 720, scale: 1 };
  return { link, ...size, steps: PICTURE_STEPS, seconds: 5, fps: 30, legend: true, caption: true };
}

/**
 * @param {readonly string[]} args
 * @returns {{ words: readonly string[], options: ReadonlyMap<string, Partial<Figure>> }}
 */
function sorted(args) {
  const words = [];
  const options = new Map();
  const rest = [...args];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (!word.startsWith('-')) {
      words.push(word);
      continue;
    }
    const [name = '', ...given] = word.split('=');
    const option = OPTIONS[name];
    if (option === undefined) {
      throw new Error(
        `There is no option “${name}”; there are ${Object.keys(OPTIONS).join(', ')} and --help.`,
      );
    }
    const text = option.value === '' || given.length > 0 ? given.join('=') : rest.shift();
    if (text === undefined) throw new Error(`${name} needs a value: ${name} ${option.value}.`);
    if (option.value === '' && text !== '') throw new Error(`${name} takes no value (given: “${text}”).`);
    options.set(name, option.read(text, name));
  }
  return { words, options };
}

/** @param {string} file @returns {Format} */
function formatOf(file) {
  const format = FORMATS.find((ending) => file.toLowerCase().endsWith(`.${ending}`));
  if (format === undefined) {
    throw new Error(
      `The file’s name ends in ${FORMATS.map((one) => `.${one}`).join(', ')} (given: “${file}”).`,
    );
  }
  return format;
}

/** @param {string} link a whole address, `#…` or its bare inside */
function fragmentOf(link) {
  return link.startsWith('#') ? link : `#${link.replace(/^[^#]*#/, '')}`;
}

/** @param {string} text @param {string} name @returns {Partial<Figure>} */
function sizeOf(text, name) {
  const [, width, height] = /^(\d+)[x×](\d+)$/.exec(text) ?? [];
  if (width === undefined || height === undefined) {
    throw new Error(`${name} is width x height in pixels, as in 1600x1000 (given: “${text}”).`);
  }
  return {
    width: wholeOf(width, name, LEAST_PIXELS, MOST_PIXELS),
    height: wholeOf(height, name, LEAST_PIXELS, MOST_PIXELS),
  };
}

/** @param {Figure} figure */
function checkPixels({ width, height, scale }) {
  const most = scale * Math.max(width, height);
  if (most > MOST_PIXELS) {
    throw new Error(
      `${width}x${height} at scale ${scale} is ${Math.round(most)} pixels on its longer side; ${MOST_PIXELS} is the most.`,
    );
  }
}

/** @param {string} text @param {string} name @param {number} least @param {number} most */
function wholeOf(text, name, least, most) {
  const value = numberOf(text, name, least, most);
  if (!Number.isInteger(value)) throw new Error(`${name} is a whole number (given: “${text}”).`);
  return value;
}

/** @param {string} text @param {string} name @param {number} least @param {number} most */
function numberOf(text, name, least, most) {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= least && value <= most) return value;
  throw new Error(`${name} is a number from ${least} to ${most} (given: “${text}”).`);
}
