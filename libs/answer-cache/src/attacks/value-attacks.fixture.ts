import { randomBytes } from 'node:crypto';
import { cacheKeys } from '@ragfleet/contracts';
import { compactText, createSealer, expandText, type Sealer } from '@ragfleet/sealing';
import { EVIDENCE_BYTES } from '../entries/compact-evidence.ts';
import { entryBytes } from '../entries/entry-bytes.ts';
import { HEAD_BYTES, NO_NAMESPACE, sealValue } from '../entries/sealed-values.ts';
import type { Answered, Asking, AttackBench } from './attack-bench.fixture.ts';
import { type CacheAttack, missed } from './cache-attack.fixture.ts';

const keyOf = ({ tenant }: AttackBench, { entry }: Answered): string =>
  cacheKeys.answer(tenant, entry?.entryId ?? '');

const valueOf = async (bench: AttackBench, victim: Answered): Promise<Buffer> =>
  (await bench.redis.getBuffer(keyOf(bench, victim))) ?? Buffer.alloc(0);

/** Writes something else over the value of the answer. */
const overwritten = (
  name: string,
  change: (value: Buffer, bench: AttackBench, victim: Answered) => Buffer | Promise<Buffer>,
): CacheAttack =>
  missed(`a value that ${name}`, async (bench, victim) => {
    const value = await change(await valueOf(bench, victim), bench, victim);
    await bench.redis.set(keyOf(bench, victim), value);
    return {};
  });

const flipped = (value: Buffer, at: number): Buffer => {
  const place = at < 0 ? value.length + at : at;
  value.writeUInt8(value.readUInt8(place) ^ 1, place);
  return value;
};

/** Content that somebody who has the tenant's key has sealed. */
const sealedContent = (content: Buffer, { tenant, sealer }: AttackBench, { entry }: Answered): Buffer =>
  sealValue(
    sealer,
    {
      kind: 'answer',
      tenantId: tenant,
      id: entry?.entryId ?? '',
      spaceId: entry?.spaceId ?? '',
      namespace: NO_NAMESPACE,
      writtenAtMs: 0,
    },
    content,
  );

/** Content of an entry whose evidence is in its JSON. */
const written = (json: string): Buffer => Buffer.concat([Buffer.of(255), compactText(json)]);

const row = (content: unknown): Buffer => written(JSON.stringify(content));

/** The content of the answer itself, with other JSON in it. */
async function rewritten(
  bench: AttackBench,
  victim: Answered,
  change: (json: string) => string,
): Promise<Buffer> {
  const [entry] = await bench.entries.read(bench.tenant, [victim.entry?.entryId ?? '']);
  const bytes = entry ? entryBytes(entry) : Buffer.alloc(1);
  const jsonAt = 1 + bytes.readUInt8(0) * EVIDENCE_BYTES;
  const json = change(expandText(bytes.subarray(jsonAt)));
  return sealedContent(Buffer.concat([bytes.subarray(0, jsonAt), compactText(json)]), bench, victim);
}

/** Places of a value behind its head: version of the seal, IV, tag, ciphertext. */
const [SEAL_VERSION, IV, TAG, BODY] = [HEAD_BYTES, HEAD_BYTES + 1, HEAD_BYTES + 13, HEAD_BYTES + 29];

/** A value of somebody else's answer, put in the place of this one. */
const moved = (name: string, elsewhere: Asking): CacheAttack =>
  overwritten(name, async (_value, bench) => {
    const theirs = await bench.ask(elsewhere);
    const tenantId = elsewhere.principal?.tenantId ?? bench.tenant;
    const key = cacheKeys.answer(tenantId, theirs.entry?.entryId ?? '');
    return (await bench.redis.getBuffer(key)) ?? Buffer.alloc(0);
  });

const retrievalKeys = ({ redis, tenant }: AttackBench): Promise<string[]> =>
  redis.keys(cacheKeys.retrieval(tenant, '*'));

/** Something else over what a search has found; another quality asks for it. */
const retrievalOverwritten = (
  name: string,
  change: (value: Buffer, bench: AttackBench) => Buffer | Promise<Buffer>,
): CacheAttack =>
  missed(`a retrieval that ${name}`, async (bench) => {
    for (const key of await retrievalKeys(bench))
      await bench.redis.set(key, await change((await bench.redis.getBuffer(key)) ?? Buffer.alloc(0), bench));
    return { question: { quality: 'high' } };
  });

const sealed = (sealer: Sealer, tenantId: string, purpose: string, text: string): Buffer =>
  Buffer.concat([Buffer.alloc(HEAD_BYTES, 1), sealer.sealBytes(tenantId, purpose, Buffer.from(text))]);

/** Values on the cache Redis that somebody has written who may write there. */
export const VALUE_ATTACKS: readonly CacheAttack[] = [
  moved('belongs to another question', { question: { text: 'Where is leave booked?' } }),
  moved('belongs to another scope', { question: { quality: 'high' } }),
  moved('belongs to somebody who reads more', { principal: { namespaces: ['default', 'hr'] } }),
  overwritten('belongs to another tenant', async (_value, bench) => {
    const theirs = await bench.ask({ principal: { tenantId: bench.other } });
    return (
      (await bench.redis.getBuffer(cacheKeys.answer(bench.other, theirs.entry?.entryId ?? ''))) ??
      Buffer.alloc(0)
    );
  }),
  overwritten('is a retrieval', async (_value, bench) => {
    const [key = ''] = await retrievalKeys(bench);
    return (await bench.redis.getBuffer(key)) ?? Buffer.alloc(0);
  }),
  overwritten('belongs to another fleet', (_value, bench, victim) =>
    sealedContent(row([]), { ...bench, sealer: createSealer(randomBytes(32).toString('base64')) }, victim),
  ),
  overwritten('is sealed for another purpose', (_value, { sealer, tenant }) =>
    sealed(sealer, tenant, 'query', '[]'),
  ),
  overwritten('is noise', (value) => randomBytes(value.length)),
  overwritten('is noise behind the right head', (value) =>
    Buffer.concat([value.subarray(0, HEAD_BYTES), randomBytes(200)]),
  ),
  overwritten('is empty', () => Buffer.alloc(0)),
  overwritten('is one byte', () => Buffer.of(1)),
  overwritten('is JSON', () => Buffer.from('{"answer": "forged [1]", "citations": []}')),
  overwritten('is megabytes of zeros', () => Buffer.alloc(4_000_000)),
  overwritten('has another version', (value) => flipped(value, 0)),
  overwritten('has another version of the seal', (value) => flipped(value, SEAL_VERSION)),
  overwritten('has another IV', (value) => flipped(value, IV)),
  overwritten('has another tag', (value) => flipped(value, TAG)),
  overwritten('has a shorter tag', (value) =>
    Buffer.concat([value.subarray(0, TAG), value.subarray(TAG + 12)]),
  ),
  overwritten('begins with another byte', (value) => flipped(value, BODY)),
  overwritten('ends with another byte', (value) => flipped(value, -1)),
  overwritten('is cut', (value) => value.subarray(0, -1)),
  overwritten('is longer', (value) => Buffer.concat([value, Buffer.of(0)])),
  overwritten('has keys of a prototype', (_value, bench, victim) =>
    sealedContent(written('{"__proto__": {"isAdmin": true}, "constructor": 1}'), bench, victim),
  ),
  overwritten('has one field more', (_value, bench, victim) =>
    rewritten(bench, victim, (json) => `${json.slice(0, -1)},1]`),
  ),
  overwritten('has half of its fields', (_value, bench, victim) =>
    rewritten(bench, victim, (json) => json.slice(0, json.length / 2)),
  ),
  {
    ...overwritten('is written anew as it was', (_value, bench, victim) =>
      rewritten(bench, victim, (json) => json),
    ),
    expected: 'own',
  },
  overwritten('has fields of other types', (_value, bench, victim) =>
    sealedContent(row(Array.from({ length: 14 }, () => null)), bench, victim),
  ),
  overwritten('promises more evidence than it has', (_value, bench, victim) =>
    sealedContent(Buffer.concat([Buffer.of(200), Buffer.from('[]')]), bench, victim),
  ),
  missed('a value that is no text', async (bench, victim) => {
    await bench.redis.del(keyOf(bench, victim));
    await bench.redis.rpush(keyOf(bench, victim), 'a', 'b');
    return {};
  }),
  {
    name: 'a value whose space and namespace in the clear are others',
    expected: 'own',
    prepare: async (bench, victim) => {
      const value = await valueOf(bench, victim);
      await bench.redis.set(keyOf(bench, victim), value.fill(7, 1, HEAD_BYTES));
      return {};
    },
  },
  missed('a value from before its document changed, put back', async (bench, victim) => {
    const old = await valueOf(bench, victim);
    const at = bench.documents.findIndex(({ tenantId }) => tenantId === bench.tenant);
    const before = bench.documents[at];
    if (before !== undefined)
      bench.documents[at] = { ...before, text: 'We have 30 days of leave.', contentHash: 'e'.repeat(64) };
    bench.advance(bench.tenant, 'default');
    await bench.ask();
    await bench.redis.set(keyOf(bench, victim), old);
    return {};
  }),
  missed('a value from before an eviction, put back', async (bench, victim) => {
    const old = await valueOf(bench, victim);
    bench.advance(bench.tenant, '*evict');
    await bench.redis.set(keyOf(bench, victim), old);
    return {};
  }),
  retrievalOverwritten('is noise', (value) => randomBytes(value.length)),
  retrievalOverwritten('is an answer', async (_value, { redis, tenant }) => {
    const [key = ''] = await redis.keys(cacheKeys.answer(tenant, '*'));
    return (await redis.getBuffer(key)) ?? Buffer.alloc(0);
  }),
  retrievalOverwritten('belongs to somebody who reads more', async (_value, bench) => {
    const before = new Set(await retrievalKeys(bench));
    await bench.ask({ principal: { namespaces: ['default', 'hr'] } });
    const theirs = (await retrievalKeys(bench)).find((key) => !before.has(key)) ?? '';
    return (await bench.redis.getBuffer(theirs)) ?? Buffer.alloc(0);
  }),
  retrievalOverwritten('belongs to another tenant', async (_value, bench) => {
    await bench.ask({ principal: { tenantId: bench.other } });
    const [key = ''] = await bench.redis.keys(cacheKeys.retrieval(bench.other, '*'));
    return (await bench.redis.getBuffer(key)) ?? Buffer.alloc(0);
  }),
];
