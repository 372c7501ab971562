import type { BenchRow, RowOptions, RowReport } from './contract.ts';
import { failuresOf } from './failures-of.ts';

/** A row that could not be measured, in the fields of a report and with the reason. */
export interface FailedRow extends Pick<RowReport, 'row' | 'name' | 'floor' | 'peers' | 'ratio' | 'target'> {
  readonly ours: null;
  readonly met: false;
  readonly spread: null;
  readonly error: string;
}

export interface MeasureOptions extends RowOptions {
  /** Of each row as soon as it is measured: what comes later may end the process. */
  readonly onMeasured: (report: RowReport, benchRow: BenchRow) => void;
}

/** One row after another. What makes one of them fail is its own. */
export async function measureRows(
  benchRows: readonly BenchRow[],
  options: MeasureOptions,
): Promise<(RowReport | FailedRow)[]> {
  const rows: (RowReport | FailedRow)[] = [];
  for (const benchRow of benchRows) {
    options.say(`Row ${benchRow.row}: ${benchRow.name}`);
    const report = await measure(benchRow, options);
    if (!('error' in report)) options.onMeasured(report, benchRow);
    rows.push(report);
  }
  return rows;
}

async function measure(benchRow: BenchRow, options: RowOptions): Promise<RowReport | FailedRow> {
  try {
    return await benchRow.run(options);
  } catch (error) {
    const [first, ...later] = failuresOf(error);
    options.say(`It could not be measured: ${first instanceof Error ? first.stack : String(first)}`);
    for (const one of later) options.say(`Closing failed as well: ${String(one)}`);
    return failedRow(benchRow, first instanceof Error ? first.message : String(first));
  }
}

const failedRow = ({ row, name }: BenchRow, error: string): FailedRow => ({
  row,
  name,
  ours: null,
  floor: null,
  peers: {},
  ratio: null,
  target: 'not measured',
  met: false,
  spread: null,
  error,
});
