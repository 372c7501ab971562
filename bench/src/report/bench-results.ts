import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { RowReport } from '../contract.ts';

const number = z.number().nullable();
const figure = z.object({ ratio: number, target: z.string(), met: z.boolean(), note: z.string().optional() });
const rowResult = z.object({
  row: z.number(),
  name: z.string(),
  ours: number,
  floor: number,
  peers: z.record(z.string(), number),
  unit: z.string().optional(),
  ratio: number,
  target: z.string(),
  met: z.boolean(),
  spread: z.tuple([number, number]),
  figures: z.record(z.string(), figure).optional(),
  measuredOn: z.string(),
  isQuick: z.boolean(),
  machine: z.record(z.string(), z.union([z.string(), z.number()])),
  versions: z.record(z.string(), z.string()),
});
const results = z.object({ rows: z.array(rowResult) });

/** One row as it was last measured, with where and when. Numbers that could not be told are null. */
export type RowResult = z.output<typeof rowResult>;
export type BenchResults = z.output<typeof results>;

export type Measured = Pick<RowResult, 'measuredOn' | 'isQuick' | 'machine' | 'versions'>;

/** What is kept of a row: what it came to, not its rounds. */
export function resultOf(report: RowReport, measured: Measured): RowResult {
  const { rounds: _rounds, details: _details, ...row } = report;
  // JSON has no NaN: what could not be told is null.
  return rowResult.parse(JSON.parse(JSON.stringify({ ...row, ...measured })));
}

/**
 * The results with these rows in the place of the same rows of before, by number and name. A quick run is a look: it does
 * not take the place of a full one.
 */
export function withRows(before: BenchResults, rows: readonly RowResult[]): BenchResults {
  const isSame = (one: RowResult, other: RowResult): boolean =>
    one.row === other.row && one.name === other.name;
  const taken = rows.filter(
    (row) => !row.isQuick || !before.rows.some((old) => isSame(old, row) && !old.isQuick),
  );
  const kept = before.rows.filter((old) => !taken.some((row) => isSame(old, row)));
  const merged = [...kept, ...taken];
  return {
    rows: merged.toSorted((one, other) => one.row - other.row || one.name.localeCompare(other.name)),
  };
}

/** Of a file that is not there yet: none. Throws when it holds something else. */
export const readResults = (path: string): BenchResults =>
  existsSync(path) ? results.parse(JSON.parse(readFileSync(path, 'utf8'))) : { rows: [] };

export const writeResults = (path: string, kept: BenchResults): void =>
  writeFileSync(path, `${JSON.stringify(kept, null, 2)}\n`);
