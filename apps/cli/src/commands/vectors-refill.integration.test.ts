import { openDocumentStore, readGenerations } from '@ragfleet/document-store';
import { createLocalEmbedder } from '@ragfleet/models';
import { connectPostgres } from '@ragfleet/postgres-connection';
import { PRICE_LIST } from '@ragfleet/pricing';
import { generationName } from '@ragfleet/rag-core';
import { openTestPostgres } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { vectorsRefill } from './vectors-refill.ts';

it('asks for the index of the present model to be filled, and says which that is', async () => {
  await using stack = new AsyncDisposableStack();
  const postgres = await openTestPostgres('embedded');
  stack.defer(() => postgres.stop());
  const pool = { poolSize: 1, statementTimeoutMs: 10_000, name: 'test' };
  const database = connectPostgres({ ...pool, url: postgres.url });
  const store = await openDocumentStore({ database });
  stack.defer(() => store.close());

  const printed: string[] = [];
  const embedder = createLocalEmbedder();
  const asked = await vectorsRefill(
    {
      fleet: () => Promise.reject(new Error('Nobody asks for a fleet.')),
      embedder: async () => embedder,
      prices: async () => PRICE_LIST,
      stores: { DATABASE_URL: postgres.url },
      print: (line) => void printed.push(line),
      write: () => undefined,
      say: () => undefined,
      terminal: null,
      signal: new AbortController().signal,
    },
    { json: true },
  );

  const generation = generationName({ embedder });
  expect(asked).toBe(true);
  expect(printed.map((line): unknown => JSON.parse(line))).toEqual([{ ok: true, generation }]);
  expect(await readGenerations(database)).toEqual([
    expect.objectContaining({ generation, state: 'building', isFilled: false }),
  ]);
  expect(await store.claimGeneration(generation, 'one', 60_000)).toMatchObject({
    position: 0,
    isRefill: true,
  });
});
