import { expect, test } from 'vitest';
import type { RagfleetClient } from './create-client.ts';
import { openClientStage, problem, type Reply } from './testing/client-stage.fixture.ts';

const stage = openClientStage();

const REMOVALS: readonly (readonly [string, (client: RagfleetClient) => Promise<void>])[] = [
  ['a document', ({ documents }) => documents.delete('a')],
  ['an API key', ({ apiKeys }) => apiKeys.revoke('a')],
  ['a revocation', ({ revocations }) => revocations.lift('a')],
];

test.each(REMOVALS)('%s that is gone after a lost reply is removed', async (_what, remove) => {
  const noReply: Reply = (response) => response.destroy();
  for (const lost of [noReply, problem(503, 'unavailable')]) {
    stage.replies = [lost, problem(404, 'not-found')];
    await expect(remove(stage.client)).resolves.toBeUndefined();
  }
});

test.each(REMOVALS)('%s that no attempt can have removed is not found', async (_what, remove) => {
  stage.replies = [problem(404, 'not-found')];
  await expect(remove(stage.client)).rejects.toMatchObject({ kind: 'not-found' });
  stage.replies = [problem(429, 'rate-limited', { 'retry-after': '0' }), problem(404, 'not-found')];
  await expect(remove(stage.client)).rejects.toMatchObject({ kind: 'not-found' });
});

test('a page that is not of the fleet says nothing of what a lost reply has removed', async () => {
  stage.replies = [problem(503, 'unavailable'), (response) => response.writeHead(404).end('<html>')];
  await expect(stage.client.documents.delete('a')).rejects.toMatchObject({ status: 404 });
});

test('does not repeat the purge of a document', async () => {
  stage.replies = [problem(503, 'unavailable')];
  await expect(stage.client.erasures.purgeDocument('a')).rejects.toMatchObject({ status: 503 });
  expect(stage.received).toHaveLength(1);
});
