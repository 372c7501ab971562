import type { ScenarioReport } from './run-all.ts';

/** The reports as a Markdown table. */
export function renderTable(reports: readonly ScenarioReport[]): string {
  const rows = reports.map(
    ({ id, title, passed, recovery_ms: recoveryMs, seconds, note }) =>
      `| ${id} | ${title} | ${passed ? 'held' : 'FAILED'} | ${recoveryMs ?? '-'} | ${seconds.toFixed(1)} | ${note.replaceAll('|', '/')} |`,
  );
  const head = '| id | fault | result | recovery ms | seconds | seen |\n|---|---|---|---|---|---|';
  const held = reports.filter(({ passed }) => passed).length;
  return `${[head, ...rows].join('\n')}\n${held} of ${reports.length} held\n`;
}
