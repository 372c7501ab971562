import { expect, test } from 'vitest';
import type { BenchRow, RowReport } from './contract.ts';
import { measureRows } from './measure-rows.ts';
import { renderReport } from './render-report.ts';

const measured: RowReport = {
  row: 1,
  name: 'good',
  ours: 1,
  floor: 1,
  peers: {},
  ratio: 1,
  target: '≤ 1x',
  met: true,
  spread: [1, 1],
  rounds: {},
};
const rowOf = (row: number, name: string, run: BenchRow['run']): BenchRow => ({
  row,
  name,
  versions: () => ({}),
  run,
});
const good = rowOf(1, 'good', async () => measured);
const closing = new SuppressedError(new Error('and it did not close'), new Error('no Redis 8'));

test('a row that cannot be measured is told of, and takes no other with it', async () => {
  const said: string[] = [];
  const kept: RowReport[] = [];
  const bad = rowOf(2, 'bad', () => Promise.reject(closing));
  const rows = await measureRows([good, bad, good], {
    isQuick: true,
    redis8Url: null,
    say: (line) => said.push(line),
    onMeasured: (report) => kept.push(report),
  });
  expect(rows.map(({ met }) => met)).toEqual([true, false, true]);
  expect(rows[1]).toEqual({
    row: 2,
    name: 'bad',
    ours: null,
    floor: null,
    peers: {},
    ratio: null,
    target: 'not measured',
    met: false,
    spread: null,
    error: 'no Redis 8',
  });
  expect(kept).toEqual([measured, measured]);
  expect(said.join('\n')).toContain('and it did not close');
  expect(renderReport(rows)).toContain('Row 2, bad: NOT MEASURED (no Redis 8)');
});
