import type { RowReport } from './contract.ts';

const number = (value: number | null): string => {
  if (value === null) return 'not stated';
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
};

/** The rows for a person to read. */
export const renderReport = (rows: readonly RowReport[]): string => rows.map(renderRow).join('\n\n');

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
