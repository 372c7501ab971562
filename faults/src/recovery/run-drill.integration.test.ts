import { access } from 'node:fs/promises';
import { describeOnPostgresServer } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { connectAdmin } from './postgres-tools.ts';
import { type DrillOptions, runDrill } from './run-drill.ts';

/** Twenty seconds on a machine that has nothing else to do. */
const DRILL_MS = 600_000;

describeOnPostgresServer('a fleet that has lost everything', (serverUrl) => {
  const drill = (options: Pick<DrillOptions, 'signal' | 'say'>) => {
    const toolsCommand = process.env['RECOVERY_POSTGRES_TOOLS'];
    return runDrill({ serverUrl, toolsCommand, restores: ['database'], ...options });
  };

  it(
    'comes back from the copies of its queue, its database and its audit log',
    async ({ signal }) => {
      const report = await drill({ signal, say: () => undefined });
      const [restore] = report.restores;
      const failed =
        restore?.proofs.flatMap(({ name, ok, detail }) => (ok ? [] : [`${name}: ${detail}`])) ?? [];
      expect(failed, failed.join('\n')).toEqual([]);
      expect(restore?.proofs).toHaveLength(10);
      expect(report.ok).toBe(true);
      expect(report.backup.queueBytes).toBeGreaterThan(0);
    },
    DRILL_MS,
  );

  it(
    'leaves no database and no folder when the drill is given up',
    async ({ signal }) => {
      const controller = new AbortController();
      const said: string[] = [];
      const given = drill({
        signal: AbortSignal.any([signal, controller.signal]),
        say: (line) => {
          said.push(line);
          if (line.startsWith('copying')) controller.abort(new Error('Enough.'));
        },
      });
      await expect(given).rejects.toThrow('Enough.');
      const [, folder = '', database = ''] = /in (\S+), on the database (\w+)/.exec(said.join('\n')) ?? [];
      await expect(access(folder)).rejects.toThrow('ENOENT');
      const admin = connectAdmin(serverUrl);
      const left = await admin.query('SELECT datname FROM pg_database WHERE datname = $1', [database]);
      await admin.close();
      expect([database, left]).toEqual([expect.stringMatching(/^drill_/), []]);
    },
    DRILL_MS,
  );
});
