import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { isFault } from '@ragfleet/kernel';
import {
  describeForeignIndexContract,
  type GptCacheDouble,
  leaning,
  startGptCacheDouble,
} from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGptCacheIndex } from './create-gptcache-index.ts';
import { referenceText } from './stored-reference.ts';

const newId = (): string => randomBytes(16).toString('base64url');
const space = { tenantId: 'acme', spaceId: 'space', model: 'm', dimension: 8 };
const probe = leaning(1, 0.3);
const expiresAtMs = Date.now() + 3_600_000;

describeForeignIndexContract('a GPTCache server', async () => {
  const double = await startGptCacheDouble();
  return { index: createGptCacheIndex({ url: double.url }), close: () => double.stop() };
});

describe('a GPTCache server', () => {
  let double: GptCacheDouble;
  beforeAll(async () => {
    double = await startGptCacheDouble();
  });
  afterAll(() => double.stop());

  const other = { ...space, tenantId: 'globex' };
  it.for([
    ['an entry of another tenant', referenceText(other, { ...probe, entryId: newId(), expiresAtMs })],
    [
      'an entry of another space',
      referenceText({ ...space, spaceId: 'b' }, { ...probe, entryId: newId(), expiresAtMs }),
    ],
    ['an entry that has expired', referenceText(space, { ...probe, entryId: newId(), expiresAtMs: 1 })],
    [
      'a vector of another length',
      referenceText(space, { vector: Float32Array.of(1), entryId: newId(), expiresAtMs }),
    ],
    ['an id that is none', referenceText(space, { ...probe, entryId: '../exact', expiresAtMs })],
    ['an answer of somebody else', 'You have 30 days of leave.'],
    ['nothing readable', '{"tenant":'],
    [
      'far too much',
      `${referenceText(space, { ...probe, entryId: newId(), expiresAtMs })}${' '.repeat(100_000)}`,
    ],
  ] as const)('may answer with %s, which is no match', async ([_what, answer]) => {
    const index = createGptCacheIndex({ url: double.url });
    double.answerNext(answer);
    expect(await index.search(space, probe, 5)).toEqual([]);
  });

  it('is asked for the nearest question of any tenant, and its choice is weighed by our own vectors', async () => {
    const index = createGptCacheIndex({ url: double.url });
    const entryId = newId();
    await index.add(space, {
      question: 'how many days of leave',
      vector: probe.vector,
      entryId,
      expiresAtMs,
    });
    const asked = { question: 'how many days of leave do I have', vector: leaning(1, 0.5).vector };
    const [match] = await index.search(space, asked, 5);
    expect(match).toEqual({ entryId, similarity: expect.closeTo(Math.cos(0.2), 2) as number });
    expect(await index.search(other, asked, 5)).toEqual([]);
  });

  it('holds questions and references, and no answer', () => {
    expect(double.records().every(({ answer }) => answer.includes('"entryId"'))).toBe(true);
  });

  it.for([
    [500, 'unavailable'],
    [404, 'internal'],
  ] as const)('that answers %i is %s', async ([status, kind]) => {
    double.failNext(status);
    const found = createGptCacheIndex({ url: double.url }).search(space, probe, 1);
    await expect(found).rejects.toSatisfy((error) => isFault(error, kind));
  });

  it('that does not answer is given up in time', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as AddressInfo;
    const index = createGptCacheIndex({ url: `http://127.0.0.1:${port}`, timeoutMs: 50 });
    await expect(index.search(space, probe, 1)).rejects.toSatisfy((error) => isFault(error, 'timeout'));
    silent.closeAllConnections();
    silent.close();
  });

  it('that is away is unavailable', async () => {
    const index = createGptCacheIndex({ url: 'http://127.0.0.1:1/base' });
    await expect(index.search(space, probe, 1)).rejects.toSatisfy((error) => isFault(error, 'unavailable'));
  });
});
