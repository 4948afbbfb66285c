import { Recording, ROW } from '../theory/recording';
import type { Reference } from '../theory/reference';
import type { CensusPass } from './census';
import type { Ensembles } from './ensembles';
import type { RecordPass } from './recordPass';
import type { Run } from './run';
import { Track } from './tracks';

/** Rows that wait on the GPU before they are fetched, at most. */
const CHUNK = 256;
/** Ages of an endless field that are told apart, at most. */
const MOST_SLOTS = 64;
/** Up to so many particles statuses are named anew at each row; of more, at every so manieth. */
const NAMED_UP_TO = 5000;
const NAMED_EVERY = 8;

/** What looks at the particles of one objective. */
export interface Passes {
  readonly record: RecordPass;
  readonly census: CensusPass;
}

/** One record, from when it began: the tracks that are written on the GPU, and what has been fetched of them. */
export class Tape {
  readonly recording: Recording;
  readonly #device: GPUDevice;
  readonly #census: CensusPass;
  readonly #ensembles: Ensembles;
  readonly #tracks: readonly Track[];
  /** What the rows that wait on the GPU are of. */
  #waiting: { readonly k: number; readonly pair: number }[] = [];
  /** Resolves when all rows that were sent for have come. */
  #fetched: Promise<unknown> = Promise.resolve();
  #told = 0;
  #last = -1;
  #pair = -1;
  #closed = false;

  constructor(
    device: GPUDevice,
    { record, census }: Passes,
    run: Run,
    problem: GPUBuffer,
    reference: Reference,
  ) {
    this.#device = device;
    this.#census = census;
    this.#ensembles = run.ensembles;
    const [first] = run.ensembles.all;
    const life = first?.shape.restarting?.life ?? 0;
    const stride = Math.max(1, Math.ceil(life / MOST_SLOTS));
    const slots = Math.max(1, Math.ceil(life / stride));
    const subject = {
      abscissa: life === 0 ? 'clock' : 'age',
      since: run.step,
      methods: run.ensembles.all.map(({ method }) => method.id),
      reference,
      count: run.ensembles.count,
    } as const;
    this.recording = new Recording(subject, stride);
    const rows = life === 0 ? CHUNK : slots;
    this.#tracks = run.ensembles.all.map(
      (ensemble) => new Track(device, record, ensemble, problem, subject, { slots, stride }, rows),
    );
  }

  /** Whether it goes on with this run. */
  isOf(run: Run, reference: Reference): boolean {
    const { subject } = this.recording;
    return (
      this.#ensembles === run.ensembles &&
      run.step >= this.#last &&
      JSON.stringify(subject.reference) === JSON.stringify(reference)
    );
  }

  /** Looks at the particles as they are. */
  take(run: Run, problem: GPUBuffer): void {
    const { subject, stride } = this.recording;
    const k = run.step;
    const seen = k === this.#last;
    this.#last = k;
    const pair = run.experiment.pair ?? 0;
    const byAge = subject.abscissa === 'age';
    this.#follow(pair, byAge);
    if (seen) return;
    if (!byAge && (k - subject.since) % stride !== 0) return;
    this.#name(run, problem, byAge ? k : (k - subject.since) / stride);
    const encoder = this.#device.createCommandEncoder({ label: 'Recorder.take' });
    for (const track of this.#tracks) {
      track.measure(encoder, { row: byAge ? 0 : this.#waiting.length, pair, keeps: byAge });
      if (!byAge) track.reduce(encoder);
    }
    this.#device.queue.submit([encoder.finish()]);
    this.#waiting.push({ k, pair });
    if (byAge) this.#waiting.length = 1;
    else if (this.#waiting.length === CHUNK) void this.#send();
  }

  /** Fetches what waits on the GPU; whether there is anything new. */
  async read(): Promise<boolean> {
    await this.#send();
    const news = this.recording.version !== this.#told;
    this.#told = this.recording.version;
    return news;
  }

  dispose(): void {
    this.#closed = true;
    for (const track of this.#tracks) track.dispose();
  }

  #follow(pair: number, byAge: boolean): void {
    if (pair === this.#pair) return;
    this.#pair = pair;
    this.recording.follow(pair);
    if (!byAge) return;
    const encoder = this.#device.createCommandEncoder({ label: 'Recorder.follow' });
    for (const track of this.#tracks) track.forgetPair(encoder);
    this.#device.queue.submit([encoder.finish()]);
  }

  /** Names the statuses of all particles: those that the last count named may have changed since. */
  #name(run: Run, problem: GPUBuffer, row: number): void {
    if (run.ensembles.count > NAMED_UP_TO && row % NAMED_EVERY !== 0) return;
    for (const { ensemble } of this.#tracks) {
      const encoder = this.#device.createCommandEncoder({ label: 'Recorder.name' });
      this.#census.run(encoder, ensemble, problem, run.measures);
      this.#device.queue.submit([encoder.finish()]);
    }
  }

  /** Sends for the rows that wait; they are appended in the order in which they were sent for. */
  #send(): Promise<unknown> {
    const rows = this.#waiting;
    if (rows.length > 0 && !this.#closed) {
      this.#waiting = [];
      const byAge = this.recording.subject.abscissa === 'age';
      if (byAge) this.#reduceAges();
      const coming = Promise.all(this.#tracks.map((track) => track.read(byAge ? track.slots : rows.length)));
      const before = this.#fetched;
      this.#fetched = coming.then(async (numbers) => {
        await before;
        if (!this.#closed) this.#enter(numbers, rows);
      });
      this.#fetched.catch(() => undefined); // a lost device is reported once, by whoever watches it
    }
    return this.#fetched;
  }

  #reduceAges(): void {
    const encoder = this.#device.createCommandEncoder({ label: 'Recorder.ages' });
    for (const track of this.#tracks) track.reduce(encoder);
    this.#device.queue.submit([encoder.finish()]);
  }

  #enter(
    numbers: readonly Float32Array[],
    rows: readonly { readonly k: number; readonly pair: number }[],
  ): void {
    const { recording } = this;
    if (recording.subject.abscissa === 'age') {
      recording.replace(numbers, rows[0]?.pair ?? 0);
      return;
    }
    for (const [n, { k, pair }] of rows.entries()) {
      const row = numbers.map((all) => all.subarray(n * ROW, (n + 1) * ROW));
      recording.append(k, row, pair);
    }
  }
}
