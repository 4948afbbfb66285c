import type { Report } from './report';
import { headingOf, type Table, tablesOf } from './tables';

/** A report as Markdown: a heading, and each table with its notes. */
export function markdownOf(report: Report): string {
  const tables = tablesOf(report).filter(({ rows }) => rows.length > 0);
  return [`**etascope, measured:** ${headingOf(report)}`, ...tables.map(tableText)].join('\n\n').concat('\n');
}

function tableText({ title, columns, rows, notes }: Table): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = `|${columns.map((_, n) => (n === 0 ? '---' : '---:')).join('|')}|`;
  const lines = [line(columns), rule, ...rows.map(line)].join('\n');
  return [`### ${title}`, lines, ...notes].join('\n\n');
}
