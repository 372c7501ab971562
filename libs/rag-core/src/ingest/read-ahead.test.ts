import { expect, it } from 'vitest';
import type { ClaimedDocument } from '../ports/ingestions.ts';
import { acme, createIngestBench, never } from './ingest-bench.fixture.ts';
import { createReadAhead } from './read-ahead.ts';

it('holds so many documents at once, however small they are', async () => {
  const { passages, accept } = createIngestBench();
  const documents = Array.from({ length: 10_000 }, (_document, at) => [`d${at}`, 'Words.']);
  accept('ing_1', Object.fromEntries(documents) as Record<string, string>);
  const run = { tenantId: acme, ingestionId: 'ing_1', runId: 'run_1' };
  await passages.startRun(run, 60_000);
  const held: ClaimedDocument[] = [];
  const heldWhenFull: number[] = [];
  const ahead = createReadAhead({
    catalogue: passages,
    claims: { run, signal: never },
    makeRoom: async () => {
      heldWhenFull.push(held.length);
      for (const document of held.splice(0)) ahead.release(document);
    },
  });
  let seen = 0;
  for await (const page of ahead.pages(null)) {
    held.push(...page);
    seen += page.length;
  }
  expect(heldWhenFull).toEqual([8_192]);
  expect(seen).toBe(10_000);
});
