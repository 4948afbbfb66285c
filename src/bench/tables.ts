import { decimals, figures, whole } from '../ui/numbers';
import { PLAIN_LOOPS } from './plainLoops';
import type { FrameTimes, Report, Skipped, Speed } from './report';
import { ms, percent, rate, si } from './units';
import { descentWords, peakWords, trailWords } from './words';

/** A table of texts, and what is to be said of it. */
export interface Table {
  readonly title: string;
  /** The first names the rows. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
}

/** What a report has found, for the page, for the console and for Markdown. Rows that are still to come are left out. */
export function tablesOf(report: Report): readonly Table[] {
  return [speedTable(report), limitTable(report), frameTable(report), peakTable(report)];
}

/** "gd on SwiftShader, Chrome 156, 2026-11-24": by what and when. */
export function headingOf({ adapter, browser, processors, date, seconds, cancelled }: Report): string {
  const parts = [adapter || 'no adapter', browser, `${processors} processors`, date.slice(0, 10)];
  return `${parts.join(' · ')} · ${decimals(seconds, 0)} s${cancelled ? ', cancelled' : ''}`;
}

function speedTable({ speeds }: Report): Table {
  const objectives = Object.keys(PLAIN_LOOPS);
  const ids = [...new Set(speeds.map(({ method }) => method))];
  const cells = (id: string, text: (speed: Speed) => string) =>
    objectives.map((objective) => {
      const speed = speeds.find((one) => one.method === id && one.objective === objective);
      return speed === undefined ? '' : text(speed);
    });
  const loop = cells('gd', (speed) => rate(speed.loop ?? 'skipped'));
  const rows = ids.flatMap((id) => {
    const own = [id, ...cells(id, (speed) => withTimes(speed.gpu, speed.twin))];
    return id === 'gd' ? [own, ['gd, a plain loop', ...loop]] : [own];
  });
  const notes = [
    'Particle-steps per second of 65,536 particles, many steps in one dispatch; in brackets how many times as many as the ' +
      'method’s twin on one core of the CPU (float64, the formula interpreted). The plain loop is JavaScript, written by hand, on one core.',
  ];
  return { title: 'Steps per second', columns: ['method', ...objectives], rows, notes };
}

function limitTable({ limits, peaks, trails }: Report): Table {
  const rows = limits.map((limit) => [
    limit.objective,
    figures(limit.operations, 3),
    rate(limit.atOnce),
    percent(limit.atOnce / limit.arithmeticLimit),
    percent(limit.atOnce / limit.chainedLimit),
    rate(limit.single),
    percent(limit.single / limit.memoryLimit),
  ]);
  const notes = peaks === null ? [] : limits.map((limit) => descentWords(limit, peaks));
  if (trails !== null && peaks !== null) notes.push(trailWords(trails, peaks));
  return {
    title: 'Gradient descent and the limits of the adapter',
    columns: [
      'objective',
      'operations a step',
      'steps/s, many at once',
      'of multiply-add limit',
      'of one chain',
      'steps/s, one a dispatch',
      'of memory limit',
    ],
    rows,
    notes,
  };
}

function frameTable({ frames, clock }: Report): Table {
  const rows = frames.map((times) => [
    whole(times.pairs),
    `${times.width}×${times.height}`,
    ...[times.frame, times.compute, times.trails, times.composite, times.field, times.moved].map(ms),
    bytes(times),
  ]);
  const how =
    clock === 'timestamp-query'
      ? 'the adapter’s own time stamps'
      : 'submitting them by themselves and waiting';
  const notes = [
    'Milliseconds of a frame of GD and GF on the bowl, endless field, trail 8, one step a frame and the view at rest, until ' +
      `the adapter has done it; its stages by ${how}. The field is drawn only when the view has moved: a frame is then the last column but one.`,
  ];
  return {
    title: 'A frame',
    columns: [
      'pairs',
      'picture',
      'frame',
      'compute',
      'trails',
      'composite',
      'field',
      'view moved',
      'bytes per pair',
    ],
    rows,
    notes,
  };
}

function peakTable({ peaks, firstPicture }: Report): Table {
  const rows: string[][] = [];
  if (peaks !== null) {
    rows.push(
      ['additions and multiplications, independent', `${si(peaks.arithmetic)}/s`],
      ['… each waiting for the one before', `${si(peaks.chained)}/s`],
      ['memory, read and written by a copy', `${si(peaks.copy)}B/s`],
      ['atomic additions along lines of pixels', `${si(peaks.atomics)}/s`],
    );
  }
  if (firstPicture !== null) rows.push(['first picture, from asking for an adapter', ms(firstPicture)]);
  const notes = peaks === null ? [] : [peakWords(peaks)];
  return { title: 'What the adapter does at most', columns: ['', 'measured'], rows, notes };
}

function bytes({ bytesPerPair }: FrameTimes): string {
  return bytesPerPair === null ? '' : decimals(bytesPerPair, 0);
}

function withTimes(gpu: number | Skipped, twin: number | Skipped): string {
  if (gpu === 'skipped' || twin === 'skipped') return rate(gpu);
  return `${rate(gpu)} (${figures(gpu / twin, 2)} ×)`;
}
