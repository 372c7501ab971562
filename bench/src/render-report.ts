import type { RowReport } from './contract.ts';
import type { FailedRow } from './measure-rows.ts';

const number = (value: number | null): string => {
  if (value === null) return 'not stated';
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
};

/** The rows for a person to read. */
export const renderReport = (rows: readonly (RowReport | FailedRow)[]): string =>
  rows.map((row) => ('error' in row ? renderFailure(row) : renderRow(row))).join('\n\n');

const renderFailure = ({ row, name, error }: FailedRow): string =>
  `Row ${row}, ${name}: NOT MEASURED (${error})`;

function renderRow(row: RowReport): string {
  const sides = Object.entries({ ours: row.ours, floor: row.floor, ...row.peers });
  const figures = Object.entries(row.figures ?? {}).map(
    ([name, { ratio, target, met, note }]) =>
      `  ${name}: ${number(ratio)} (target ${target}): ${verdict(met)}${note === undefined ? '' : `, ${note}`}`,
  );
  return [
    `Row ${row.row}, ${row.name}: ${number(row.ratio)} (target ${row.target}): ${verdict(row.met)}`,
    `  ratio's quartiles ${row.spread.map(number).join(' to ')}`,
    `  ${row.unit ?? 'microseconds of CPU'}: ${sides.map(([name, us]) => `${name} ${number(us)}`).join(', ')}`,
    ...figures,
  ].join('\n');
}

const verdict = (isMet: boolean): string => (isMet ? 'met' : 'NOT MET');
