import {
  BufferTarget,
  CanvasSource,
  getEncodableVideoCodecs,
  Mp4OutputFormat,
  Output,
  QUALITY_HIGH,
  type VideoCodec,
  WebMOutputFormat,
} from 'mediabunny';
import type { Format } from './format';

export type ClipType = 'webm' | 'mp4';

/** Codecs in the order in which they are tried. */
const CODECS: Readonly<Record<ClipType, readonly VideoCodec[]>> = { webm: ['vp9', 'vp8'], mp4: ['avc'] };
/** Seconds between two frames that can be jumped to. */
const KEY_EVERY = 1;

/** A video that is written frame by frame; each is what its canvas then shows. */
export interface Video {
  /** Adds a frame, from and for so many seconds; resolves when the encoder is ready for more. */
  readonly add: (at: number, duration: number) => Promise<void>;
  /** What was added, as a file. */
  readonly finish: () => Promise<Blob>;
  /** Frees everything; nothing is left. */
  readonly cancel: () => Promise<void>;
}

/** The codecs of a type that this browser encodes in this size (WebCodecs), the best first. */
export async function codecsOf(
  type: ClipType,
  { width, height }: Pick<Format, 'width' | 'height'>,
): Promise<readonly VideoCodec[]> {
  return getEncodableVideoCodecs([...CODECS[type]], { width, height, quality: QUALITY_HIGH });
}

/** How a video is written. */
interface Recipe {
  readonly type: ClipType;
  readonly codec: VideoCodec;
  /** Frames per second, where all are shown equally long; the file then says so. */
  readonly frameRate: number | null;
  /** Kept in the file. */
  readonly comment: string;
}

/** Begins a video of a canvas. */
export async function beginVideo(
  canvas: HTMLCanvasElement,
  { type, codec, frameRate, comment }: Recipe,
): Promise<Video> {
  const target = new BufferTarget();
  const format = type === 'webm' ? new WebMOutputFormat() : new Mp4OutputFormat();
  const output = new Output({ format, target });
  const source = new CanvasSource(canvas, { codec, quality: QUALITY_HIGH, keyFrameInterval: KEY_EVERY });
  output.addVideoTrack(source, frameRate === null ? {} : { frameRate });
  output.setMetadataTags({ title: 'etascope', comment });
  await output.start();
  const finish = async (): Promise<Blob> => {
    await output.finalize();
    if (target.buffer === null) throw new Error('The clip could not be written.');
    return new Blob([target.buffer], { type: `video/${type}` });
  };
  return { add: (at, duration) => source.add(at, duration), finish, cancel: () => output.cancel() };
}
