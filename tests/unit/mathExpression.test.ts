import { describe, expect, test } from 'vitest';
import { ExpressionError, parseExpression, type Syntax } from '../../src/math/expression';
import { makeFormulas } from '../../src/math/formulas';
import { makeObjective } from '../../src/objectives/objective';
import { randomNumbers } from '../generated';

/** The tree as text with every bracket written. */
function show(syntax: Syntax): string {
  if (syntax.kind === 'number') return String(syntax.value);
  if (syntax.kind !== 'call') return syntax.name;
  const sign = { add: '+', subtract: '-', multiply: '*', divide: '/', power: '^' }[syntax.name as 'add'];
  const operands = syntax.arguments.map(show);
  if (sign !== undefined) return `(${operands.join(sign)})`;
  return `${syntax.name === 'negate' ? '-' : syntax.name}(${operands.join(',')})`;
}

function failure(text: string): ExpressionError {
  try {
    makeFormulas(text);
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error(`${text.slice(0, 60)} was accepted`);
}

test.each([
  ['2x y', '((2*x)*y)'],
  ['3(x-1)', '(3*(x-1))'],
  ['x(y+1)', '(x*(y+1))'],
  ['xy', '(x*y)'],
  ['a(x+1)', '(a*(x+1))'],
  ['2pi x', `((2*${Math.PI})*x)`],
  ['xy(x+1)', '((x*y)*(x+1))'],
  ['2axy', '(((2*a)*x)*y)'],
  ['ab(x)', '((a*b)*x)'],
  ['pix', `(${Math.PI}*x)`],
  ['x y', '(x*y)'],
  ['(x+1)(y-2)', '((x+1)*(y-2))'],
  ['(x)(y)(2)', '((x*y)*2)'],
  ['x(y+1)^2', '(x*((y+1)^2))'],
  ['x^a(y+1)', '((x^a)*(y+1))'],
  ['x(y)(a)', '((x*y)*a)'],
  ['2x^2', '(2*(x^2))'],
  ['1/2x', '((1/2)*x)'],
  ['a/2x', '(a/(2*x))'],
  ['-x^2', '-((x^2))'],
  ['2^3^2', '(2^(3^2))'],
  ['2^-x', '(2^-(x))'],
  ['x--y', '(x--(y))'],
  ['x - +y', '(x-y)'],
  ['x−y·2÷y×3', '(x-(((y*2)/y)*3))'],
  ['x**2 + x²y³', '((x^2)+((x^2)*(y^3)))'],
  ['x⁻²', '(x^-(2))'],
  ['x¹⁰', '(x^10)'],
  ['π x', `(${Math.PI}*x)`],
  ['e^x', `(${Math.E}^x)`],
  ['2e+x', `((2*${Math.E})+x)`],
  ['2e1x', '(20*x)'],
  ['.5x + 1.e2', '((0.5*x)+100)'],
  ['ln(x)log(y)', '(log(x)*log(y))'],
  ['xsin(y)', '(x*sin(y))'],
  ['2xexp(-y)', '((2*x)*exp(-(y)))'],
  ['sin(x)^2', '(sin(x)^2)'],
  ['min(x, y, 1) + max(x,y)', '(min(x,y,1)+max(x,y))'],
  ['i x + j', '((i*x)+j)'],
  ['x\n+\ty', '(x+y)'],
])('%s is read as people mean it', (text, meaning) => {
  expect(show(parseExpression(text))).toBe(meaning);
});

describe('what is not allowed is refused at its column', () => {
  test.each([
    ['', 1, /empty.*x\^2/],
    ['   ', 1, /empty/],
    ['x +', 4, /something must follow/],
    ['x + * y', 5, /missing before \*/],
    ['*x', 1, /missing before \*/],
    ['(x', 1, /never closed/],
    ['x + (y', 5, /never closed/],
    ['x)', 2, /no opening/],
    ['()', 2, /missing before the bracket/],
    ['sin()', 5, /missing/],
    ['x + sin', 5, /sin\(x\)/],
    ['sin x', 1, /sin needs brackets/],
    ['2 + sinx', 5, /write sin\(…\)/],
    ['x sin y', 3, /sin needs brackets/],
    ['xsinhy', 2, /holds the function sinh: put \*/],
    ['sin^2(x)', 1, /brackets/],
    ['foo(x)', 1, /no “foo”.*Allowed/],
    ['x + qsrt(y)', 5, /Did you mean sqrt/],
    ['Sin(x)', 1, /Did you mean sin\?/],
    ['arctan(x)', 1, /Did you mean atan/],
    ['tg(x)', 1, /Did you mean tan/],
    ['PI x', 1, /Did you mean pi/],
    ['X^2', 1, /Did you mean x/],
    ['х^2', 1, /looks like x/],
    ['2 + у', 5, /looks like y/],
    ['1e999', 1, /too large.*3\.4e38/],
    ['x + 1e39', 5, /too large/],
    ['1 2', 3, /cannot follow/],
    ['x2', 1, /no “x2”/],
    ['1..2', 3, /cannot follow/],
    ['0x1F', 2, /no “x1F”/],
    ['1,5x', 2, /comma.*point/],
    ['sin(x),y', 7, /comma/],
    ['sin(x,y)', 1, /one value/],
    ['min(x)', 1, /two or more/],
    ['x = 2', 3, /right-hand side/],
    ['f(x) = x', 6, /right-hand side/],
    ['x[1]', 2, /round brackets/],
    ['x.constructor', 2, /“\.” is not allowed/],
    ['__proto__', 1, /“_” is not allowed/],
    ['constructor', 1, /no “constructor”/],
    ['toString', 1, /no “toString”/],
    ['hasOwnProperty(x)', 1, /no “hasOwnProperty”/],
    ['"x"', 1, /not allowed/],
    ["x'", 2, /not allowed/],
    ['x!', 2, /not allowed/],
    ['x%', 2, /0\.05/],
    ['x:y', 2, /not allowed/],
    ['x;y', 2, /not allowed/],
    ['x?y', 2, /not allowed/],
    ['x<y', 2, /not allowed/],
    ['x mod 2', 3, /“mod” is not allowed/],
    ['x to y', 3, /“to” is not allowed/],
    ['x in y', 3, /“in” is not allowed/],
    ['x and y', 3, /“and” is not allowed/],
    ['not x', 1, /“not” is not allowed/],
    ['|x|', 1, /abs\(x\)/],
    ['√x', 1, /sqrt/],
    ['x + 😀', 5, /😀/],
    ['true', 1, /“true” is not allowed/],
    ['Infinity', 1, /no “Infinity”/],
    ['NaN', 1, /no “NaN”/],
    ['#x', 1, /not allowed/],
    ['x²³⁴⁵', 1, /exponent beyond 1024/],
    ['1/0', 3, /division by zero/],
    ['x/(2-2)', 4, /division by zero/],
    ['x + log(0)', 5, /infinite/],
    ['sqrt(-1) x', 1, /not defined/],
    ['(-8)^(1/3)', 3, /not defined/],
    ['x + 1e30*1e30', 5, /beyond 3\.4e38/],
    ['x^2000', 1, /exponent beyond 1024/],
    ['x/1e-39', 3, /division/],
  ])('%j', (text, column, message) => {
    const error = failure(text);
    expect(error.message).toMatch(message);
    expect(error.column).toBe(column);
  });

  test('more than 512 characters', () => {
    expect(parseExpression(`x${' '.repeat(511)}`).kind).toBe('variable');
    expect(failure(`x${' '.repeat(512)}`)).toMatchObject({
      column: 513,
      message: expect.stringContaining('512'),
    });
  });

  test('nesting deeper than 64; a long sum is not deep', () => {
    const nest = (depth: number) => `${'sin('.repeat(depth)}x${')'.repeat(depth)}`;
    expect(parseExpression(nest(64)).kind).toBe('call');
    expect(failure(nest(65)).message).toContain('64 deep');
    expect(failure(`${'('.repeat(65)}x${')'.repeat(65)}`).column).toBe(65);
    expect(failure(`${'-'.repeat(70)}x`).message).toContain('64 deep');
    expect(parseExpression(Array(200).fill('x').join('+')).kind).toBe('call');
  });

  test('more than 16 parameters', () => {
    const letters = [...'abcdfghijklmnopq'];
    expect(makeFormulas(letters.map((letter) => `${letter} x`).join('+')).letters).toEqual(letters);
    expect(failure([...letters, 'r'].map((letter) => `${letter} x`).join('+'))).toMatchObject({ column: 65 });
  });

  test('formulas that would keep the GPU compiler busy for seconds', () => {
    const terms = Array.from({ length: 40 }, (_, i) => `sin(${i + 2}x)`).join('*');
    expect(failure(terms).message).toContain('too long for the GPU');
  });
});

describe('hostile input', () => {
  const texts = [
    '('.repeat(512),
    ')'.repeat(512),
    'x('.repeat(256),
    'sin('.repeat(128),
    '-'.repeat(512),
    `${'-'.repeat(511)}x`,
    Array(256).fill('x').join('^'),
    Array(128).fill('x^y').join('/'),
    Array(170).fill('xy').join('/'),
    Array(85).fill('(x+1)').join('*'),
    `${'(x+y)^4-'.repeat(63)}x`,
    'a'.repeat(512),
    'x'.repeat(512),
    '1'.repeat(512),
    `.${'1'.repeat(500)}`,
    `${'1/'.repeat(255)}x`,
    `${'min('.repeat(63)}x${',y)'.repeat(63)}`,
    '²'.repeat(512),
    '\ud835'.repeat(256),
    '\u0000'.repeat(512),
  ];

  test('is read or refused without a hang', () => {
    for (const text of texts) {
      const start = performance.now();
      try {
        makeFormulas(text);
      } catch (error) {
        expect(error).toBeInstanceOf(ExpressionError);
      }
      // A few milliseconds on an idle machine; a hang or an exponential would be far beyond this.
      expect(performance.now() - start, text.slice(0, 20)).toBeLessThan(2000);
    }
  });

  test('random characters give a tree or an ExpressionError inside the text, nothing else', () => {
    const random = randomNumbers(3);
    const alphabet = [...'xyab012.e+-*/^(),  ²π−sincoexplogmaxt'];
    let accepted = 0;
    for (let i = 0; i < 3000; i++) {
      const length = 1 + Math.floor(random() * 12);
      const text = Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');
      try {
        makeFormulas(text);
        accepted++;
      } catch (error) {
        expect(error, text).toBeInstanceOf(ExpressionError);
        if (error instanceof ExpressionError) {
          expect(error.column).toBeGreaterThanOrEqual(1);
          expect(error.column).toBeLessThanOrEqual(text.length + 1);
        }
      }
    }
    expect(accepted).toBeGreaterThan(100);
  });
});

test('no text of the user reaches the shader', () => {
  const { wgsl } = makeObjective('q x^2 + min(x, y) + ln(abs(x)) + 1.25y', {});
  const words = wgsl.match(/[A-Za-z_]\w*/g) ?? [];
  const known =
    /^(fn|let|return|objective_\w+|p|x|y|z|w|f|f32|vec[23]f|bool|problem|parameters|parameter_q|t\d+|min|abs|sign|precise_\w+|select|true)$/;
  expect(words.filter((word) => !known.test(word))).toEqual([]);
  expect(wgsl).not.toContain('1.25y');
});
