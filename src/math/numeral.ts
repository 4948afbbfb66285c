const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
/** Outside of these a number has a power of ten. */
const SMALL = 1e-4;
const LARGE = 1e6;

/** A number in a sentence, to so many significant digits: "0.045", "−1.5×10⁻⁷", "10¹²". */
export function numeral(value: number, digits: number): string {
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  const plain = (number: number): string => String(number).replace('-', '−');
  if (rounded === 0 || !Number.isFinite(rounded) || (size >= SMALL && size < LARGE)) return plain(rounded);
  const [mantissa = '', exponent = ''] = rounded.toExponential().split('e');
  const raised = [...String(Math.abs(Number(exponent)))].map((digit) => SUPERSCRIPTS[Number(digit)] ?? digit);
  const power = `10${Number(exponent) < 0 ? '⁻' : ''}${raised.join('')}`;
  if (mantissa === '1' || mantissa === '-1') return `${mantissa === '1' ? '' : '−'}${power}`;
  return `${plain(Number(mantissa))}×${power}`;
}
