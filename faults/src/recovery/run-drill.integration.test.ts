import { describe, expect, it } from 'vitest';
import { runDrill } from './run-drill.ts';

const serverUrl = process.env['TEST_POSTGRES_URL'] ?? '';
const isRequired = process.env['RAGFLEET_REQUIRE_REAL_SERVERS'] === '1';
const DRILL_MS = 240_000;

if (serverUrl === '') process.stderr.write('the recovery drill: not run, TEST_POSTGRES_URL is not set\n');

describe('a fleet that has lost everything', () => {
  it.skipIf(serverUrl === '' && !isRequired)(
    'comes back from the copies of its queue, its database and its audit log',
    async () => {
      expect(serverUrl, 'Set TEST_POSTGRES_URL to a PostgreSQL with pgvector.').not.toBe('');
      const report = await runDrill({
        serverUrl,
        toolsCommand: process.env['RECOVERY_POSTGRES_TOOLS'],
        restores: ['database'],
        say: () => undefined,
      });
      const [restore] = report.restores;
      expect(restore?.proofs.filter(({ ok }) => !ok)).toEqual([]);
      expect(restore?.proofs).toHaveLength(10);
      expect(report.ok).toBe(true);
      expect(report.backup.queueBytes).toBeGreaterThan(0);
    },
    DRILL_MS,
  );
});
