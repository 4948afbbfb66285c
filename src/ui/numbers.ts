const MINUS = '−';
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Below this and from that on, numbers are written with a power of ten. */
const SMALL = 1e-4;
const LARGE = 1e6;

/** So many significant digits without superfluous zeros: "0.045", "−1.5×10⁻⁷", "12,300", "∞", "—" for NaN. */
export function figures(value: number, digits: number): string {
  if (Number.isNaN(value)) return '—';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : `${MINUS}∞`;
  const rounded = Number(value.toPrecision(digits));
  if (rounded === 0) return '0';
  const size = Math.abs(rounded);
  if (size >= SMALL && size < LARGE) return withMinus(grouped(rounded));
  const exponent = Math.floor(Math.log10(size) + 1e-12);
  const mantissa = Number((rounded / 10 ** exponent).toPrecision(digits));
  return mantissa === 1 ? power(exponent) : `${withMinus(String(mantissa))}×${power(exponent)}`;
}

/** Exactly so many decimals, and no minus sign before zero. */
export function decimals(value: number, places: number): string {
  const text = value.toFixed(Math.min(20, Math.max(0, places)));
  return withMinus(Number(text) === 0 ? text.replace('-', '') : text);
}

/** "12,300" */
export function whole(value: number): string {
  return withMinus(value.toLocaleString('en-US', { maximumFractionDigits: 0 }));
}

/** "1 pair", "2,000 pairs" */
export function counted(count: number, noun: string): string {
  return `${whole(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** Keeps the two sides of an equation on one line, and a number with what stands beside it. */
export function glued(text: string): string {
  return text.replaceAll(' = ', '\u00a0=\u00a0').replaceAll('× ', '×\u00a0').replaceAll(' %', '\u00a0%');
}

/** A sentence's first letter is large. */
export function upperFirst(text: string): string {
  return text.replace(/^./, (first) => first.toUpperCase());
}

/** "10⁻⁷" */
export function power(exponent: number): string {
  return `10${superscript(exponent)}`;
}

function superscript(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)] ?? digit);
  return `${exponent < 0 ? '⁻' : ''}${digits.join('')}`;
}

/** Thousands apart from 10,000 on. */
function grouped(value: number): string {
  return Math.abs(value) < 1e4 ? String(value) : value.toLocaleString('en-US', { maximumFractionDigits: 12 });
}

function withMinus(text: string): string {
  return text.replace('-', MINUS);
}
