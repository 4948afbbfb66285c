import { describe, expect, test } from 'vitest';
import type { Method, MethodId } from '../../src/methods/method';
import { makeObjective } from '../../src/objectives/objective';
import { stepShaderText } from '../../src/passes/step';
import type { Known } from '../checks/check';
import { twoTerms } from '../checks/closedForms';
import { SHADER_CHECKS } from '../checks/shader';
import { TWIN_CHECKS } from '../checks/twin';
import { testDevice } from './compute';
import { throughTwin } from './tolerances';

const wgsl = `
// Averaged gradient descent: a⁺ = βa + (1 − β)∇f(θ), θ⁺ = θ − ηa⁺.
fn advance(particle: Particle, duration: f32) -> Particle {
  var next = particle;
  next.carry = method_constant(0) * particle.carry + method_constant(1) * objective_gradient(particle.theta);
  next.theta -= duration * next.carry;
  return next;
}`;

/** A method that somebody might add: all that there is to write of it, beside its id and its colour. */
const averaged: Method = {
  id: 'averaged' as MethodId,
  label: 'averaged gradient descent',
  short: 'AvGD',
  rule: 'θₖ₊₁ = θₖ − ηa, a = βa + (1 − β)∇f(θₖ)',
  kind: 'map',
  approaches: { flow: 'gf', order: 1 },
  carry: 2,
  reads: ['momentum'],
  time: ({ eta }) => eta,
  clock: 't = kη',
  stabilityLimit: ({ L }, { momentum }) => (2 * (1 + momentum)) / ((1 - momentum) * L),
  limit: 'η < 2(1 + β)/((1 − β)L)',
  rate: ({ L, mu }, { eta, momentum }) => {
    const modulus = (lambda: number) => {
      const sum = 1 + momentum - eta * (1 - momentum) * lambda;
      const quarter = (sum / 2) ** 2 - momentum;
      return quarter < 0 ? Math.sqrt(momentum) : Math.abs(sum / 2) + Math.sqrt(quarter);
    };
    return Math.max(modulus(L), modulus(mu));
  },
  source: 'Qian, On the momentum term in gradient descent learning algorithms, Neural Networks 12, 1999',
  constants: (_objective, _duration, { momentum }) => [momentum, 1 - momentum],
  advance: ({ x, y, carry: [ax = 0, ay = 0] }, objective, duration, { momentum }) => {
    const [fx, fy] = objective.gradient(x, y);
    const [bx, by] = [momentum * ax + (1 - momentum) * fx, momentum * ay + (1 - momentum) * fy];
    return { x: x - duration * bx, y: y - duration * by, carry: [bx, by] };
  },
  wgsl,
};

/** What tests have to be told of it. */
const known: Known = {
  tolerance: throughTwin(8),
  closedForm: (lambda, k, { eta, momentum }) =>
    twoTerms(1 + momentum - eta * (1 - momentum) * lambda, -momentum, k),
};

const CHECKS = [...TWIN_CHECKS, ...SHADER_CHECKS];

describe('a new method', () => {
  test.each(CHECKS.map(({ title, check }) => [title, check] as const))('%s', (_, check) =>
    check(averaged, known),
  );
  test('fits into the step shader, without a word from the compiler', async () => {
    const code = stepShaderText(makeObjective('rosenbrock', {}), averaged);
    const module = (await testDevice()).createShaderModule({ code });
    expect((await module.getCompilationInfo()).messages).toEqual([]);
  });
});

/** The row with one mistake in it, and words of the title of the check that has to find it. */
const MISTAKES: readonly (readonly [mistake: string, change: Partial<Method>, found: string])[] = [
  ['no source', { source: ' ' }, 'says in words'],
  ['a constant that f32 cannot hold', { constants: () => [1e39] }, 'at most 16 numbers'],
  ['17 constants', { constants: () => new Array<number>(17).fill(0) }, 'at most 16 numbers'],
  ['a carry of another length', { carry: 3 }, 'carries as many'],
  ['a setting read in secret', { reads: [] }, 'reads the settings'],
  ['a setting named and not read', { reads: ['momentum', 'epsilon'] }, 'reads the settings'],
  ['a twin that counts its calls', { advance: counting() }, 'pure function'],
  ['chance that is not there', { stochastic: true }, 'random if and only if'],
  ['a clock that stands still', { time: () => 1 }, 'a clock that runs'],
  ['another order', { approaches: { flow: 'gf', order: 2 } }, 'with its order'],
  ['another flow', { approaches: { flow: 'natural', order: 1 } }, 'with its order'],
  ['a limit 2 % too high', { stabilityLimit: limitTimes(1.02) }, 'up to its limit'],
  ['a limit 2 % too low', { stabilityLimit: limitTimes(0.98) }, 'up to its limit'],
  ['stable at every η, as it says', { stabilityLimit: () => Infinity }, 'up to its limit'],
  ['a rate that is too good', { rate: (...given) => 0.98 * (averaged.rate(...given) ?? 0) }, 'by its rate'],
  ['a digit lost in the shader', { wgsl: wgsl.replace('_constant(0)', '$&* 0.99999') }, 'on rosenbrock'],
  ['carry and step out of order', { wgsl: wgsl.replace('* next.carry', '* particle.carry') }, 'on bowl'],
  ['a wrong sign in the shader', { wgsl: wgsl.replace('theta -=', 'theta +=') }, 'ηλ = 0.1 and 0.9 is'],
];

function counting(): Method['advance'] {
  let calls = 0;
  return (...given) => ({ ...averaged.advance(...given), x: calls++ });
}

function limitTimes(factor: number): Method['stabilityLimit'] {
  return (...given) => factor * (averaged.stabilityLimit(...given) ?? 0);
}

test.each(MISTAKES)('a new method with %s is found out', async (_, change, found) => {
  const faulty: Method = { ...averaged, ...change };
  const { check } = CHECKS.find(({ title }) => title.includes(found)) ?? expect.fail(`no check: ${found}`);
  const run = async () => check(faulty, known);
  await expect(run()).rejects.toThrow();
});
