import katex from 'katex';
import { beforeAll, describe, expect, test } from 'vitest';
import { changeExperiment, completeExperiment } from '../../src/experiment/experiment';
import { openBook } from '../../src/experiment/lessonBook';
import { LESSONS } from '../../src/experiment/lessons';
import { formatLink, parseLink } from '../../src/experiment/link';

const ENVIRONMENT = { count: 40, countLimit: 1e6 };
const parse = (link: string) => parseLink(link, ENVIRONMENT);
const change = (link: string, wanted: object) =>
  changeExperiment(parse(link).experiment, wanted, ENVIRONMENT);
const format = (experiment: Parameters<typeof formatLink>[0]) => formatLink(experiment, ENVIRONMENT);

/** The lecture, in order: the issue of these ids is links that others have written down. */
const ORDER = [
  ...['landscape', 'steps', 'decrease'],
  ...['flat', 'linear', 'modes'],
  ...['flow', 'energy', 'distance', 'eigenbasis'],
  ...['euler', 'order'],
  ...['zigzag', 'edge', 'divergence', 'backward', 'compare', 'ravine'],
  ...['momentum', 'natural', 'langevin'],
  ...['chaos', 'fractal', 'summary'],
];

beforeAll(() => openBook());

describe('the lecture', () => {
  test('has its lessons in their order, those of a part together', () => {
    expect(LESSONS.map(({ id }) => id)).toEqual(ORDER);
    const parts = LESSONS.map(({ part }) => part);
    const changes = parts.filter((part, n) => part !== parts[n - 1]);
    expect(changes).toEqual([...new Set(parts)]);
    expect(changes.length).toBeLessThanOrEqual(7);
  });

  test.each(LESSONS)(
    '$id: says what it has to, and no more',
    ({ id, title, look, attempt, link, controls }) => {
      expect(id).toMatch(/^[a-z-]{3,12}$/);
      for (const text of [title, look, attempt]) expect(text.trim().length).toBeGreaterThan(8);
      expect(title.length).toBeLessThanOrEqual(42);
      expect(look.length).toBeLessThanOrEqual(220);
      expect(attempt.length).toBeLessThanOrEqual(120);
      expect(link.length).toBeLessThan(300);
      expect(new Set(controls).size).toBe(controls.length);
      expect(controls.length).toBeGreaterThan(0);
    },
  );

  test.each(LESSONS)('$id: its formula is set without a complaint', ({ formula }) => {
    const set = () =>
      katex.renderToString(formula, { throwOnError: true, strict: 'error', displayMode: true });
    expect(set).not.toThrow();
  });

  test.each(LESSONS)('$id: the same everywhere', ({ link }) => {
    const { experiment } = parse(link);
    if (experiment.methods.length > 0) expect(link).toMatch(/starts=points:|count=/);
    if (experiment.starts.startsWith('points:')) expect(experiment.respawn).toBe(false);
    expect(link).toMatch(/eta=|methods=none/);
  });

  test('lets η sweep where one watches for its limits, from far below 1/L to beyond 2/L', () => {
    const sweeps = LESSONS.flatMap(({ sweep }) => sweep ?? []);
    expect(sweeps.length).toBeGreaterThanOrEqual(3);
    for (const { from, to, seconds } of sweeps) {
      expect([from, to]).toEqual([0.1, 2.1]);
      expect(seconds).toBeGreaterThanOrEqual(10);
    }
  });
});

describe('a lesson in a link', () => {
  test.each(LESSONS)('$id: is taken whole, and its own link is its name', ({ id, link }) => {
    expect(parse(link).rejected).toEqual([]);
    const { experiment, rejected } = parse(`#lesson=${id}`);
    expect(rejected).toEqual([]);
    expect(experiment).toEqual({ ...parse(link).experiment, lesson: id });
    expect(format(experiment)).toBe(`#lesson=${id}`);
  });

  test('is where the experiment starts, and other keys override it', () => {
    const { experiment } = parse('#lesson=zigzag&eta=0.05&theme=projector');
    expect([experiment.eta, experiment.theme, experiment.trail]).toEqual([0.05, 'projector', 200]);
    expect(format(experiment)).toBe('#lesson=zigzag&eta=0.05&theme=projector');
  });

  test('goes on with another objective, which has its own η and view', () => {
    const experiment = change('#lesson=zigzag', { objective: 'himmelblau' });
    const fresh = completeExperiment({ objective: 'himmelblau' }, ENVIRONMENT);
    expect([experiment.lesson, experiment.eta, experiment.view]).toEqual(['zigzag', fresh.eta, fresh.view]);
    expect(parse(format(experiment)).experiment).toEqual(experiment);
  });

  test('that begins leaves behind what was changed before, but for what is about the room', () => {
    const experiment = change('#objective=himmelblau&eta=0.01&theme=projector&embed=1&trail=7', {
      lesson: 'zigzag',
    });
    expect(experiment).toEqual(parse('#lesson=zigzag&theme=projector&embed=1').experiment);
    expect(change('#lesson=zigzag&eta=0.01', { lesson: 'zigzag' }).eta).toBe(
      parse('#lesson=zigzag').experiment.eta,
    );
  });

  test('may be left, and all else stays', () => {
    const experiment = change('#lesson=zigzag', { lesson: null });
    expect(experiment).toEqual({ ...parse('#lesson=zigzag').experiment, lesson: null });
    expect(parse(format(experiment)).experiment).toEqual(experiment);
  });

  test('that nobody wrote is named, with those that there are', () => {
    const { experiment, rejected } = parse('#lesson=zickzack&eta=0.05');
    expect(experiment.eta).toBe(0.05);
    expect(rejected[0]?.reason).toContain('must be one of landscape, ');
  });
});
