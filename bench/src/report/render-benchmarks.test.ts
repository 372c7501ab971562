import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readResults, type RowResult, resultOf, withRows } from './bench-results.ts';
import { reasonFor } from './missed-rows.ts';
import { renderBenchmarks } from './render-benchmarks.ts';

const MEASURED = {
  measuredOn: '2026-01-05',
  isQuick: true,
  machine: { cpu: 'a processor', cores: 2, memory_gb: 8, node: 'v24', load_average: 3.5 },
  versions: { bullmq: '6.7.0' },
};

const row = (changes: Partial<RowResult> = {}): RowResult => ({
  row: 3,
  name: 'jobs',
  ours: 120,
  floor: 100,
  peers: { 'bee | queue': 55.55 },
  ratio: 0.833,
  target: '>= 0.95x',
  met: false,
  spread: [0.8, 0.9],
  figures: { lanes_at_50: { ratio: 0.833, target: '>= 0.95', met: false, note: 'a\nb' } },
  ...MEASURED,
  ...changes,
});

test('a lost row says that it is lost, by how much, and which figure did it', () => {
  const page = renderBenchmarks({ rows: [row()] });
  expect(page).toContain('1 rows measured: 0 met all of their targets, 1 did not.');
  expect(page).toContain('The ratio is 0.833 (quartiles 0.8 to 0.9); the target is >= 0.95x. **Not met.**');
  expect(page).toContain('Missed: lanes at 50.');
});

test('a lost row says why, and a row that is met does not', () => {
  const reasonOf = () => ({ cause: 'It waits twice.', tried: 'To wait once.' });
  const why = '**Why.** It waits twice.\n\n**Tried.** To wait once.';
  expect(renderBenchmarks({ rows: [row()] }, reasonOf)).toContain(why);
  expect(renderBenchmarks({ rows: [row({ met: true })] }, reasonOf)).not.toContain('**Why.**');
  expect(renderBenchmarks({ rows: [row()] }, () => null)).not.toContain('**Why.**');
});

test('each row that was missed when it was measured last has its reason written down', () => {
  const { rows } = readResults(fileURLToPath(new URL('../../results.json', import.meta.url)));
  const missed = rows.filter(({ met }) => !met);
  expect(rows.length).toBeGreaterThan(0);
  expect(missed.filter((one) => reasonFor(one) === null).map(({ name }) => name)).toEqual([]);
});

test('a row names its machine, its load, its versions, its day and that it was a quick run', () =>
  expect(renderBenchmarks({ rows: [row()] })).toContain(
    'Measured on 2026-01-05 in a quick run: a processor, 2 cores, 8 GB, Node v24, load 3.5; bullmq 6.7.0.',
  ));

test('every line of a table has as many cells as its head, whatever stands in them', () => {
  const page = renderBenchmarks({ rows: [row()] });
  for (const block of page.split('\n\n').filter((one) => one.startsWith('|'))) {
    const cells = block.split('\n').map((line) => line.split(/(?<!\\)\|/).length);
    expect(new Set(cells).size).toBe(1);
  }
});

test('a ratio that cannot be told is not stated', () =>
  expect(renderBenchmarks({ rows: [row({ ratio: null })] })).toContain('No ratio is stated'));

test('a row that is measured again takes the place of itself alone', () => {
  const other = row({ row: 1, name: 'doors' });
  const again = row({ met: true });
  expect(withRows({ rows: [row(), other] }, [again]).rows).toEqual([other, again]);
});

test('a quick run takes the place of a quick one, and not of a full one', () => {
  const full = row({ isQuick: false });
  expect(withRows({ rows: [full] }, [row({ met: true })]).rows).toEqual([full]);
  expect(withRows({ rows: [row()] }, [full]).rows).toEqual([full]);
});

test('what is kept of a report has neither its rounds nor numbers that are none', () => {
  const { name, target } = row();
  const rounds = { ours: { cpuUs: [1], wallUs: [1] } };
  const sides = { ours: Number.NaN, floor: null, peers: {}, ratio: null };
  const kept = resultOf({ row: 3, name, target, met: false, spread: [1, 2], ...sides, rounds }, MEASURED);
  expect(kept).toMatchObject({ ours: null, isQuick: true });
  expect(kept).not.toHaveProperty('rounds');
});
