import { beforeAll, describe, expect, test } from 'vitest';
import readme from '../../README.md?raw';
import { asksForBench } from '../../src/bench/asks';
import { SETTING_NAMES } from '../../src/experiment/experiment';
import { openBook } from '../../src/experiment/lessonBook';
import { parseLink } from '../../src/experiment/link';
import { METHODS } from '../../src/methods/table';
import { OBJECTIVES } from '../../src/objectives/table';

const ENVIRONMENT = { count: 100, countLimit: 1e6 };

beforeAll(() => openBook());

/** The rows of all its tables, as cells. */
const rows = readme
  .split('\n')
  .filter((line) => line.startsWith('|'))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')));

describe('the README', () => {
  test.each(METHODS)('has the rule, clock and limit of $label as its row has them', (row) => {
    const [, , ...cells] = rows.find(([, id]) => id === `\`${row.id}\``) ?? [];
    expect(cells.slice(0, 4)).toEqual([row.label, row.rule, row.clock, row.limit]);
  });

  test('names every key of an experiment, and every objective', () => {
    const keys = rows.flatMap(([, cell = '']) => cell.match(/(?<=`)\w+(?=`)/g) ?? []);
    expect(keys).toEqual(expect.arrayContaining([...SETTING_NAMES]));
    for (const { id } of OBJECTIVES) expect(readme).toContain(`\`${id}\``);
  });

  const links = [...new Set(readme.match(/(?<=`)#[a-z]\w*=[^`]*(?=`)/g))];
  test.each(links)('has a link that works: %s', (link) => {
    // The benchmark is a page of its own, and no experiment.
    if (!asksForBench(link)) expect(parseLink(link, ENVIRONMENT).rejected).toEqual([]);
  });
});
