import { shown } from '../../experiment/refusal';
import type { Film } from '../../instrument';
import { asked } from '../asked';
import { figures, whole } from '../numbers';
import { showNow } from '../part';
import type { Session } from '../session';
import { type Format, type FormatOptions, formatOf, sizeText } from './format';
import { Sheet } from './sheet';
import type { ClipType, Video } from './video';

export type { ClipType };

/** What a clip is to be like, beside its format. */
export interface ClipOptions extends FormatOptions {
  /** Steps that it shows. */
  readonly steps: number;
  /** Frames per second; 30 if nothing is said. */
  readonly fps?: number;
  /** Steps per second; those of the experiment if nothing is said. */
  readonly speed?: number;
  readonly type?: ClipType;
  /** From the starts, k = 0, or from where the particles are. */
  readonly from?: 'start' | 'now';
  /** Hears the share that is done, from 0 to 1. */
  readonly progress?: (share: number) => void;
  /** Rejects with the signal's reason once it is aborted; nothing is left of the clip. */
  readonly signal?: AbortSignal;
}

const TYPES = ['webm', 'mp4'] as const;
/** What people call the codecs; those of WebM, and that of MP4. */
const NAMES: Readonly<Record<string, string>> = { vp9: 'VP9', vp8: 'VP8', avc: 'H.264' };
const NEEDS: Readonly<Record<ClipType, string>> = { webm: 'VP9 or VP8', mp4: 'H.264' };
/** Seconds of the clip between two counts of statuses: as often as while playing. */
const COUNT_EVERY = 0.2;
const MOST_FRAMES = 36_000;
const ROUNDING = 1e-9;

/** When each frame of a clip is shown, and which moment of the experiment it shows. */
export interface Timing {
  readonly frames: number;
  readonly fps: number;
  /** Steps per second. */
  readonly speed: number;
  /** In seconds: steps/speed. */
  readonly duration: number;
}

/**
 * Frame n is shown from n/fps on, and shows what playback would show then, after n·speed/fps steps; the last one is cut where
 * the steps are over.
 *
 * @throws RangeError if a number is not allowed, or there are too many frames
 */
export function timingOf({ experiment }: Pick<Session, 'experiment'>, options: ClipOptions): Timing {
  const { steps, fps = 30, speed = experiment.speed } = options;
  within('steps', steps, 1, 1e6, true);
  within('fps', fps, 1, 120, true);
  within('speed', speed, 0.01, 1e4, false);
  const duration = steps / speed;
  const frames = Math.max(1, Math.ceil(duration * fps - ROUNDING));
  if (frames <= MOST_FRAMES) return { frames, fps, speed, duration };
  throw new RangeError(
    `That would be ${whole(frames)} frames; a clip has ${whole(MOST_FRAMES)} at most: fewer steps, or more of them a second.`,
  );
}

/** The format of a clip: encoders want even numbers of pixels. */
export function clipFormat(session: Session, options: ClipOptions): Format {
  const { width, height, density } = formatOf(session.instrument, options);
  return { width: width - (width % 2), height: height - (height % 2), density };
}

/**
 * A clip of the experiment, frame by frame from its own clock and not from the one on the wall; afterwards everything is as it
 * was. Encoded by WebCodecs.
 *
 * @throws RangeError if an option is not allowed; Error if the browser has no encoder for it, or makes another clip; the
 * signal's reason
 */
export async function makeClip(session: Session, options: ClipOptions): Promise<Blob> {
  const { type = 'webm', from = 'start', signal } = asked(options);
  oneOf('type', type, TYPES);
  oneOf('from', from, ['start', 'now']);
  const timing = timingOf(session, options);
  const format = clipFormat(session, options);
  const { codecsOf, beginVideo } = await import('./video');
  const [codec] = await codecsOf(type, format);
  if (codec === undefined) throw new Error(await noEncoder(type, format));
  signal?.throwIfAborted();
  const sheet = new Sheet(session, format, options);
  try {
    return await session.instrument.film(from, async (film) => {
      const { frames, fps, duration } = timing;
      const even = Math.abs(frames / fps - duration) < ROUNDING;
      const recipe = { type, codec, frameRate: even ? fps : null, comment: session.link };
      const video = await beginVideo(sheet.canvas, recipe);
      session.instrument.lend(format);
      try {
        await shootAll(film, sheet, video, timing, options);
        return await video.finish();
      } catch (error) {
        await video.cancel();
        throw error;
      } finally {
        session.instrument.lend(null);
      }
    });
  } finally {
    showNow();
  }
}

async function shootAll(
  film: Film,
  sheet: Sheet,
  video: Video,
  { frames, fps, speed, duration }: Timing,
  { progress, signal }: ClipOptions,
): Promise<void> {
  let counted = Number.NEGATIVE_INFINITY;
  for (let n = 0; n < frames; n++) {
    signal?.throwIfAborted();
    const at = n / fps;
    await film.goTo(at * speed);
    if (at - counted >= COUNT_EVERY - ROUNDING) {
      await film.count();
      counted = at;
    }
    sheet.paint();
    await video.add(at, Math.min(1 / fps, duration - at));
    progress?.((n + 1) / frames);
  }
  signal?.throwIfAborted();
}

/** What the browser cannot do, and what it can. */
async function noEncoder(type: ClipType, format: Format): Promise<string> {
  const can = (await encodable(format)).map((other) => `${other.type.toUpperCase()} (${other.codecs})`);
  const instead = can.length === 0 ? 'It encodes no video of this size.' : `It makes ${can.join(' and ')}.`;
  return `This browser does not encode ${NEEDS[type]} in ${sizeText(format)}, which ${type.toUpperCase()} needs. ${instead}`;
}

/** The types of clips that this browser makes, with the names of their codecs. */
export async function encodable(
  format: Pick<Format, 'width' | 'height'>,
): Promise<readonly { type: ClipType; codecs: string }[]> {
  const { codecsOf } = await import('./video');
  const found = TYPES.map(async (type) => {
    const codecs = await codecsOf(type, format);
    return { type, codecs: codecs.map((codec) => NAMES[codec] ?? codec).join(', ') };
  });
  return (await Promise.all(found)).filter(({ codecs }) => codecs !== '');
}

function oneOf(name: string, value: unknown, allowed: readonly string[]): void {
  if (typeof value === 'string' && allowed.includes(value)) return;
  throw new RangeError(`${name} must be ${allowed.join(' or ')} (given: ${shown(value)})`);
}

function within(name: string, value: unknown, least: number, most: number, integral: boolean): void {
  const fits = typeof value === 'number' && value >= least && value <= most;
  if (fits && (!integral || Number.isInteger(value))) return;
  const kind = integral ? 'a whole number' : 'a number';
  throw new RangeError(
    `${name} must be ${kind} from ${figures(least, 3)} to ${whole(most)} (given: ${shown(value)})`,
  );
}
