import { axisTitle, type Column, type Plot } from './plot';

/**
 * All rows of a plot as comma separated values: a header with names and units, then every number with all its digits, as
 * RFC 4180 wants it. Where there is no value the cell is empty.
 */
export function csvOf(plot: Plot): string {
  const columns = columnsOf(plot);
  const lines = [columns.map(([name]) => quoted(name)).join(',')];
  for (let row = 0; row < plot.rows; row++) {
    lines.push(columns.map(([, at]) => cell(at(row))).join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

function columnsOf(plot: Plot): readonly (readonly [string, Column])[] {
  const { x, y, lines } = plot;
  const named = (name: string): string => `${name}: ${axisTitle(y)}`;
  const values = lines.flatMap(({ label, at, band, sign }) => {
    const signed: Column = sign === undefined ? at : (row) => (sign(row) < 0 ? -at(row) : at(row));
    const own = [[named(sign === undefined ? label : `${label}, signed`), signed] as const];
    if (band === undefined) return own;
    const [low, high] = [`${label}, ${band.label}, low`, `${label}, ${band.label}, high`];
    return [...own, [named(low), band.low] as const, [named(high), band.high] as const];
  });
  return [[axisTitle(x.base ?? x), x.at], ...stretched(plot), ...values];
}

/** Where lines stretch x, a column for each way in which they do. */
function stretched({ x, lines }: Plot): readonly (readonly [string, Column])[] {
  if (x.base === undefined) return [];
  const factors = [...new Set(lines.map(({ stretch = 1 }) => stretch))];
  return factors.map((factor) => {
    const names = lines.filter(({ stretch = 1 }) => stretch === factor).map(({ label }) => label);
    const title = axisTitle(x);
    return [factors.length > 1 ? `${title} of ${names.join(', ')}` : title, (row) => factor * x.at(row)];
  });
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function cell(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}
