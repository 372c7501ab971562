import { fileURLToPath } from 'node:url';
import { readAudit, readSignatures } from './supply-chain/audit-report.ts';
import { runNpm } from './supply-chain/run-npm.ts';

// Apart from `npm run check`, which needs no network and says the same every day.
const root = fileURLToPath(new URL('..', import.meta.url));
const audits = [
  { name: 'vulnerabilities', report: readAudit(await runNpm(['audit', '--json'], root)) },
  { name: 'signatures', report: readSignatures(await runNpm(['audit', 'signatures', '--json'], root)) },
];
for (const { name, report } of audits)
  for (const line of [report.outcome, ...report.lines]) console.log(`${name}: ${line}`);
process.exitCode = audits.every(({ report }) => report.outcome === 'clean') ? 0 : 1;
