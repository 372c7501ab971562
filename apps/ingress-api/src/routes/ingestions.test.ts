import type { StreamEvent } from '@ragfleet/job-queue';
import { permissionsOf } from '@ragfleet/kernel';
import { expect, it } from 'vitest';
import { caller } from './admission.test-data.ts';
import { type IngestionRoutePorts, ingestionRoutes } from './ingestions.ts';
import { rawRequest } from './raw-request.fixture.ts';

const ingestion = (finishedAtMs: number | null) => ({
  record: {
    tenantId: 'acme',
    ingestionId: 'ing_1',
    principalId: caller.principalId,
    status: finishedAtMs === null ? 'processing' : 'finished',
    createdAtMs: 0,
    finishedAtMs,
  },
  documents: [],
  isTruncated: false,
});
const progress: StreamEvent = { id: '1-0', type: 'progress', data: { embedded: 1 } };

/** Follows an ingestion whose records are these, one for each look at it, with these events before each quiet. */
async function follow(
  records: readonly (ReturnType<typeof ingestion> | null)[],
  batches: readonly (readonly StreamEvent[])[] = [],
) {
  const looks = [...records];
  const events = [...batches];
  const readAfter: (string | null)[] = [];
  const ports = {
    publicUrl: null,
    store: { getIngestion: async () => looks.shift() ?? null },
    ingestionEvents: {
      read: async function* ({ afterId }: { readonly afterId: string | null }) {
        readAfter.push(afterId);
        yield* events.shift() ?? [];
      },
    },
  };
  const answer = ingestionRoutes(ports as unknown as IngestionRoutePorts)[1]?.answer;
  if (answer?.kind !== 'handler') throw new TypeError('A page follows nothing.');
  const request = rawRequest({
    caller: { ...caller, permissions: permissionsOf('admin') },
    params: { id: 'ing_1' },
  });
  const reply = await answer.handle(request);
  if (reply.kind !== 'events') throw new TypeError('No stream.');
  const seen: StreamEvent[] = [];
  for await (const event of reply.open(null, request.signal)) seen.push(event);
  return { seen, readAfter, left: looks.length };
}

it('ends without an event where the ingestion went with its tenant', async () => {
  const { seen, left } = await follow([ingestion(null), ingestion(null), null], [[progress]]);
  expect([seen, left]).toEqual([[progress], 0]);
});

it('says done of an ingestion that ended and whose events are gone, from its record', async () => {
  const { seen } = await follow([ingestion(null), ingestion(7), ingestion(7)], [[progress]]);
  expect(seen.map(({ type, id }) => [type, id])).toEqual([
    ['progress', '1-0'],
    ['done', '1-0'],
  ]);
  expect(seen.at(-1)?.data).toMatchObject({ id: 'ing_1', status: 'finished' });
});

it('goes on behind what it has sent while the ingestion goes on, to its last event', async () => {
  const done: StreamEvent = { id: '2-0', type: 'done', data: {} };
  const { seen, readAfter } = await follow([ingestion(null), ingestion(null)], [[progress], [done]]);
  expect([seen, readAfter]).toEqual([
    [progress, done],
    [null, '1-0'],
  ]);
});
