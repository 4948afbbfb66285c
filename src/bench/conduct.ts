import { completeExperiment } from '../experiment/experiment';
import { type Gpu, requestGpu } from '../gpu/device';
import { environmentOf, Instrument } from '../instrument';
import { Budget } from './budget';
import { measureFrames } from './frames';
import { measureLimits } from './limits';
import { measurePeaks } from './peaks';
import type { Report } from './report';
import { measureSpeeds } from './speeds';

/** Parts of the time for each part of the benchmark. */
const SHARES = { opening: 0.05, peaks: 0.1, speeds: 0.42, limits: 0.08, frames: 0.35 } as const;

/** What the benchmark is doing and has found so far. */
export interface Progress {
  readonly report: Report;
  /** "GD on Rosenbrock" */
  readonly doing: string;
  /** From 0 to 1. */
  readonly share: number;
}

/** What was found, in the making. */
type Findings = { -readonly [K in keyof Report]: Report[K] };

/**
 * Measures everything, within so many seconds or about.
 *
 * @throws the error of a device that is refused or lost; what has been found until then has been told
 */
export async function conduct(
  seconds: number,
  signal: AbortSignal,
  tell: (progress: Progress) => void,
): Promise<Report> {
  const begin = performance.now();
  const findings: Findings = { ...nothingYet(seconds) };
  let share = 0;
  const say = (doing: string): void => {
    findings.seconds = (performance.now() - begin) / 1000;
    tell({ report: { ...findings }, doing, share });
  };
  const budgetFor = (part: keyof typeof SHARES): Budget => {
    const used = (performance.now() - begin) / 1000;
    return new Budget(Math.max(0, Math.min(seconds * SHARES[part] * 1.25, seconds - used)), signal);
  };
  const beginPart = (part: keyof typeof SHARES, doing: string): Budget => {
    const order = Object.keys(SHARES) as (keyof typeof SHARES)[];
    share = order.slice(0, order.indexOf(part)).reduce((sum, one) => sum + SHARES[one], 0);
    say(doing);
    return budgetFor(part);
  };
  try {
    say('asking for the graphics processor');
    findings.firstPicture = await measureOpening();
    const gpu = await requestGpu();
    Object.assign(findings, about(gpu));
    const lost = gpu.device.lost.then(({ reason, message }) => {
      if (reason !== 'destroyed') throw new Error(`The graphics processor was lost: ${message}`);
      return new Promise<never>(() => undefined);
    });
    try {
      await Promise.race([measureAll(gpu, findings, beginPart, say), lost]);
    } finally {
      gpu.device.destroy();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    findings.cancelled = true;
  }
  share = 1;
  say(findings.cancelled ? 'cancelled' : 'done');
  return { ...findings };
}

async function measureAll(
  gpu: Gpu,
  findings: Findings,
  beginPart: (part: keyof typeof SHARES, doing: string) => Budget,
  say: (doing: string) => void,
): Promise<void> {
  findings.peaks = await measurePeaks(gpu.device, beginPart('peaks', 'what the adapter does at most'));
  await measureSpeeds(gpu, beginPart('speeds', 'the methods'), (speed) => {
    findings.speeds = [...findings.speeds, speed];
    say(`${speed.method} on ${speed.objective}`);
  });
  const limits = beginPart('limits', 'gradient descent against the limits');
  const { peaks, speeds } = findings;
  if (peaks !== null) {
    await measureLimits(gpu, limits, { peaks, speeds }, (limit) => {
      findings.limits = [...findings.limits, limit];
      say(`the limits on ${limit.objective}`);
    });
  }
  await measureFrames(gpu, beginPart('frames', 'frames'), {
    frame: (times) => {
      findings.frames = [...findings.frames, times];
      say(`frames of ${times.pairs.toLocaleString('en-US')} pairs at ${times.width}×${times.height}`);
    },
    trails: (trails) => {
      findings.trails = trails;
    },
  });
}

/** Milliseconds from asking for an adapter to the opening's first picture, shaders compiled. */
async function measureOpening(): Promise<number> {
  const begin = performance.now();
  const gpu = await requestGpu();
  const experiment = completeExperiment({}, environmentOf(gpu));
  const instrument = await Instrument.create(gpu, document.createElement('canvas'), experiment);
  instrument.resize(1280, 720, 1);
  await instrument.drawn();
  const time = performance.now() - begin;
  instrument.dispose();
  return time;
}

function nothingYet(budget: number): Report {
  return {
    etascope: 'bench',
    adapter: '',
    software: false,
    clock: 'onSubmittedWorkDone',
    browser: browserName(),
    processors: navigator.hardwareConcurrency,
    date: new Date().toISOString(),
    seconds: 0,
    budget,
    cancelled: false,
    firstPicture: null,
    peaks: null,
    speeds: [],
    limits: [],
    frames: [],
    trails: null,
  };
}

function about({ adapter, software, device }: Gpu): Partial<Report> {
  const timed = device.features.has('timestamp-query');
  return { adapter, software, clock: timed ? 'timestamp-query' : 'onSubmittedWorkDone' };
}

/** "Chrome 156", as far as the browser's name for itself tells; the whole of it else. */
function browserName(): string {
  const [, name, version] = /(Firefox|Edg|Chrome|Version)\/(\d+)/.exec(navigator.userAgent) ?? [];
  if (name === undefined) return navigator.userAgent;
  return `${{ Edg: 'Edge', Version: 'Safari' }[name] ?? name} ${version}`;
}
