/** What was not measured, and why. */
export type Skipped = 'skipped';

/** What the adapter does at most of one kind of work, measured with kernels that do nothing else. */
export interface Peaks {
  /** Additions and multiplications per second, many independent ones at once. */
  readonly arithmetic: number;
  /** The same where each has to wait for the one before, as in the orbit of a single particle. */
  readonly chained: number;
  /** Bytes read and written per second by a kernel that copies. */
  readonly copy: number;
  /** Atomic additions per second along lines of pixels. */
  readonly atomics: number;
}

/** Particle-steps per second of one method on one objective. */
export interface Speed {
  readonly method: string;
  readonly objective: string;
  /** The shipped kernel, many steps in one dispatch. */
  readonly gpu: number | Skipped;
  /** Its twin in float64, interpreted, on one core. */
  readonly twin: number | Skipped;
  /** A loop in float64 as one would write it by hand; of gradient descent only. */
  readonly loop: number | null | Skipped;
}

/** How near gradient descent's kernel comes to what the adapter can do. */
export interface DescentLimit {
  readonly objective: string;
  /** Operations of one step: of the gradient, of the step, of watching for overflow. */
  readonly operations: number;
  /** Steps per second, many in one dispatch and one a dispatch. */
  readonly atOnce: number;
  readonly single: number;
  /** Steps per second that the arithmetic and the memory would allow. */
  readonly arithmeticLimit: number;
  readonly chainedLimit: number;
  readonly memoryLimit: number;
}

/** How near the pass that draws trails comes to what the adapter can do. */
export interface TrailLimit {
  readonly pairs: number;
  /** Pixels that one step's new segments cross. */
  readonly pixels: number;
  readonly milliseconds: number;
}

/** What a frame costs, in milliseconds: one step of every particle, and a picture of it. */
export interface FrameTimes {
  readonly pairs: number;
  readonly width: number;
  readonly height: number;
  /** From its beginning until the GPU has done it. */
  readonly frame: number | Skipped;
  readonly compute: number | null;
  readonly trails: number | null;
  /** Putting together landscape, trails and heads. */
  readonly composite: number | null;
  /** The landscape, which is drawn only when the view has moved. */
  readonly field: number | null;
  /** A frame after the view has moved: landscape and all trails are drawn anew. */
  readonly moved: number | Skipped;
  readonly bytesPerPair: number | null;
}

/** All that the benchmark found, as it stands in its JSON. */
export interface Report {
  readonly etascope: 'bench';
  readonly adapter: string;
  readonly software: boolean;
  /** By whom passes are timed. */
  readonly clock: 'timestamp-query' | 'onSubmittedWorkDone';
  readonly browser: string;
  readonly processors: number;
  readonly date: string;
  /** Seconds that it took, and that it was allowed. */
  readonly seconds: number;
  readonly budget: number;
  readonly cancelled: boolean;
  /** Milliseconds from asking for an adapter to the first picture; null where it was not measured. */
  readonly firstPicture: number | null;
  readonly peaks: Peaks | null;
  readonly speeds: readonly Speed[];
  readonly limits: readonly DescentLimit[];
  readonly frames: readonly FrameTimes[];
  readonly trails: TrailLimit | null;
}
