import { cacheKeys } from '@ragfleet/contracts';
import { createSealer } from '@ragfleet/sealing';
import { keptRewriting, openTestRedis, rewritingsContract } from '@ragfleet/test-support';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createRewritings } from './rewritings.ts';

const sealer = createSealer(randomBytes(32).toString('base64'));
const { redis } = await openTestRedis({ role: 'cache' });

const open = () => createRewritings({ redis, sealer });

describe('createRewritings', () => {
  rewritingsContract(open);
});

describe('a kept rewriting', () => {
  const kept = async () => {
    const id = randomBytes(16).toString('base64url');
    await open().keep('acme', id, keptRewriting(), 60_000);
    const key = cacheKeys.rewriting('acme', id);
    return { id, key, value: (await redis.getBuffer(key)) ?? Buffer.alloc(0) };
  };

  it('shows nothing of what a person wrote, and expires', async () => {
    const { key, value } = await kept();
    for (const text of ['pay day', 'PERSON', 'q_1']) expect(value.includes(text), text).toBe(false);
    expect(await redis.pttl(key)).toBeGreaterThan(0);
  });

  it('is none when it was changed, under another id, and under another key of the fleet', async () => {
    const { id, key, value } = await kept();
    const other = randomBytes(16).toString('base64url');
    await redis.set(cacheKeys.rewriting('acme', other), value);
    expect(await open().read('acme', other)).toBeNull();
    const otherFleet = createSealer(randomBytes(32).toString('base64'));
    expect(await createRewritings({ redis, sealer: otherFleet }).read('acme', id)).toBeNull();
    await redis.set(key, Buffer.from(value).fill(value.readUInt8(value.length - 1) ^ 1, value.length - 1));
    expect(await open().read('acme', id)).toBeNull();
    const own = keptRewriting({ queryId: 'q_2' });
    expect(await open().keep('acme', id, own, 60_000)).toEqual(own);
  });
});
