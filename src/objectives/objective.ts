import { bind, holds } from '../math/evaluate';
import { type Formulas, makeFormulas } from '../math/formulas';
import { compile, type Program } from '../math/program';
import { emitRounding } from '../math/roundingWgsl';
import type { Symmetric2 } from '../math/symmetric2';
import { emitWgsl } from '../math/wgsl';
import type { Minimiser, ObjectiveRow, View } from './row';
import { objectiveRow } from './table';

export type { Minimiser, View } from './row';

/** A function f of the plane with its exact derivatives, bound to parameter values. */
export interface Objective {
  /** The id of a row of the table, or the expression as typed: what the experiment's `objective` holds. */
  readonly key: string;
  readonly label: string;
  readonly expression: string;
  readonly row: ObjectiveRow | null;
  /** The letters of its parameters, sorted; the shader reads letter i from `problem.parameters[i / 4][i % 4]`. */
  readonly letters: readonly string[];
  readonly parameters: Readonly<Record<string, number>>;
  readonly home: View;
  /** The known minimisers; none for a typed expression. */
  readonly minimisers: readonly Minimiser[];
  /** f(x, y); NaN where f is not defined. */
  value(x: number, y: number): number;
  /** (f_x, f_y); NaN where f is not defined. */
  gradient(x: number, y: number): readonly [number, number];
  /** (f_xx, f_xy, f_yy); NaN where f is not defined. */
  hessian(x: number, y: number): Symmetric2;
  defined(x: number, y: number): boolean;
  /** f = ½θᵀAθ − bᵀθ + c with this A, if f is a polynomial of degree two at most; else null. */
  readonly quadratic: { readonly A: Symmetric2 } | null;
  /** `objective_value`, `objective_gradient`, `objective_hessian`, `objective_defined`; the same text for all parameter values. */
  readonly wgsl: string;
  /**
   * `objective_rounding`, for shaders that ask: bounds of the absolute errors in f32 of `objective_value` and of both
   * components of `objective_gradient`. It needs what `wgsl` needs, and `wgsl`.
   */
  readonly roundingWgsl: string;
}

/** What a formula gives rise to, whatever its parameters are. */
interface Compiled {
  readonly formulas: Formulas;
  readonly value: Program;
  readonly gradient: Program;
  readonly hessian: Program;
  /** The operands of all conditions, in order. */
  readonly conditions: Program;
  readonly wgsl: string;
  readonly roundingWgsl: string;
}

/** The view of a typed expression, of which nothing is known. */
const HOME: View = [0, 0, 2.5];

/**
 * The objective of a row's id or of a typed expression. Letters that are not given take the row's default, or 1.
 *
 * @throws {ExpressionError} if the key is neither an id nor a valid expression
 */
export function makeObjective(key: string, parameters: Readonly<Record<string, number>>): Objective {
  const row = objectiveRow(key);
  const expression = row?.expression ?? key;
  const compiled = compileFormula(expression);
  const { letters } = compiled.formulas;
  const values = Object.fromEntries(
    letters.map((letter) => [letter, parameters[letter] ?? row?.parameters[letter]?.default ?? 1]),
  );
  return {
    key,
    label: row?.label ?? expression,
    expression,
    row,
    letters,
    parameters: values,
    home: row?.view ?? HOME,
    minimisers: row?.minimisers(values) ?? [],
    wgsl: compiled.wgsl,
    roundingWgsl: compiled.roundingWgsl,
    ...evaluators(compiled, values),
  };
}

/** Formulas seen last: moving a slider must not derive anything anew. */
const cache = new Map<string, Compiled>();
const CACHED = 32;

function compileFormula(expression: string): Compiled {
  const known = cache.get(expression);
  if (known !== undefined) return known;
  const formulas = makeFormulas(expression);
  const { f, fx, fy, fxx, fxy, fyy, letters, conditions } = formulas;
  const compiled: Compiled = {
    formulas,
    value: compile([f], letters),
    gradient: compile([fx, fy], letters),
    hessian: compile([fxx, fxy, fyy], letters),
    conditions: compile(
      conditions.flatMap(({ operands }) => operands),
      letters,
    ),
    wgsl: emitWgsl(formulas),
    roundingWgsl: emitRounding(formulas),
  };
  const oldest = cache.keys().next().value;
  if (cache.size >= CACHED && oldest !== undefined) cache.delete(oldest);
  cache.set(expression, compiled);
  return compiled;
}

function evaluators(compiled: Compiled, parameters: Readonly<Record<string, number>>) {
  const value = bind(compiled.value, parameters);
  const gradient = bind(compiled.gradient, parameters);
  const hessian = bind(compiled.hessian, parameters);
  const defined = domain(compiled, parameters);
  const outside = Number.NaN;
  const second = (x: number, y: number): Symmetric2 => {
    if (!defined(x, y)) return [outside, outside, outside];
    const [xx = outside, xy = outside, yy = outside] = hessian(x, y);
    return [xx, xy, yy];
  };
  return {
    defined,
    value: (x: number, y: number) => (defined(x, y) ? (value(x, y)[0] ?? outside) : outside),
    gradient: (x: number, y: number): readonly [number, number] => {
      if (!defined(x, y)) return [outside, outside];
      const [fx = outside, fy = outside] = gradient(x, y);
      return [fx, fy];
    },
    hessian: second,
    // With parameters such as a = 0 in x^2/a there is no A.
    quadratic: compiled.formulas.quadratic && defined(0, 0) ? { A: second(0, 0) } : null,
  };
}

function domain(compiled: Compiled, parameters: Readonly<Record<string, number>>) {
  const { conditions } = compiled.formulas;
  if (conditions.length === 0) return () => true;
  const operands = bind(compiled.conditions, parameters);
  return (x: number, y: number) => {
    const values = operands(x, y);
    let at = 0;
    return conditions.every(({ rule, operands: { length } }) => {
      at += length;
      return holds(rule, values[at - length] ?? Number.NaN, values[at - length + 1] ?? Number.NaN);
    });
  };
}
