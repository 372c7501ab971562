import { describeOnPostgresServer } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { dropAbandonedDrills, drillDatabaseName } from './drill-databases.ts';
import { connectAdmin, createDatabase, dropDatabase } from './postgres-tools.ts';

const HOUR_MS = 3_600_000;
const CREATE_MS = 120_000;

describeOnPostgresServer('databases of drills that were killed', (serverUrl) => {
  it(
    'are dropped after hours, those of drills that run and of others are not',
    async () => {
      const admin = connectAdmin(serverUrl);
      const nowMs = Date.now();
      const old = drillDatabaseName(nowMs - 7 * HOUR_MS);
      const kept = [drillDatabaseName(nowMs - 5 * HOUR_MS), `${old}_of_others`];
      try {
        for (const name of [old, ...kept]) await createDatabase(admin, name);
        expect(await dropAbandonedDrills(admin, nowMs)).toContain(old);
        const left = await admin.query('SELECT datname FROM pg_database WHERE datname = ANY($1)', [
          [old, ...kept],
        ]);
        expect(left).toHaveLength(kept.length);
        expect(left).toEqual(expect.arrayContaining(kept.map((datname) => ({ datname }))));
      } finally {
        for (const name of [old, ...kept]) await dropDatabase(admin, name);
        await admin.close();
      }
    },
    CREATE_MS,
  );
});
