import { setImmediate } from 'node:timers/promises';
import type { Database } from '@ragfleet/postgres-connection';
import { expect, it } from 'vitest';
import { storeIngestion } from './accept-ingestion.ts';

it('leaves turns to everybody else while it prepares megabytes', async () => {
  let turns = 0;
  const stored = new AbortController();
  const others = (async () => {
    for (; !stored.signal.aborted; turns += 1) await setImmediate();
  })();
  const database: Pick<Database, 'query'> = {
    query: () => {
      stored.abort();
      return Promise.resolve([]);
    },
  };
  const documents = Array.from({ length: 8 }, (_, n) => ({
    id: `large-${n}`,
    title: 'Large',
    content: 'word '.repeat(300_000),
  }));
  const command = { tenantId: 'acme', principalId: 'ann', callbackUrl: null, documents };
  await storeIngestion(database, command);
  await others;
  expect(turns).toBeGreaterThanOrEqual(documents.length);
});
