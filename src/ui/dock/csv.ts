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

function columnsOf({ x, y, lines }: Plot): readonly (readonly [string, Column])[] {
  const named = (name: string): string => `${name}: ${axisTitle(y)}`;
  const values = lines.flatMap(({ label, at, band, sign }) => {
    const signed: Column = sign === undefined ? at : (row) => (sign(row) < 0 ? -at(row) : at(row));
    const own = [[named(sign === undefined ? label : `${label}, signed`), signed] as const];
    if (band === undefined) return own;
    const [low, high] = [`${label}, ${band.label}, low`, `${label}, ${band.label}, high`];
    return [...own, [named(low), band.low] as const, [named(high), band.high] as const];
  });
  return [[axisTitle(x), x.at], ...values];
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function cell(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}
