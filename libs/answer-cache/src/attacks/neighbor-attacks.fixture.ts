import { cacheKeys } from '@ragfleet/contracts';
import type { SemanticMatch } from '@ragfleet/rag-core';
import type { Answered, Asking, AttackBench } from './attack-bench.fixture.ts';
import { type CacheAttack, missed } from './cache-attack.fixture.ts';

/** Asked when nobody has asked it before: only a neighbor could answer. */
const NEW: Asking = { question: { text: 'Where is leave booked?' } };

/** An index that names these entries as the nearest. */
const naming = (...matches: readonly SemanticMatch[]): Asking => ({
  ...NEW,
  cache: ({ semantic }) => ({ semantic: semantic && { ...semantic, search: async () => [...matches] } }),
});

const idOf = ({ entry }: Answered): string => entry?.entryId ?? '';

const lease = ({ tenant }: AttackBench, victim: Answered): string => cacheKeys.flight(tenant, idOf(victim));

/** The entry itself is gone, so that whoever asks has to fly. */
const withoutEntry = async ({ redis, tenant }: AttackBench, victim: Answered): Promise<void> =>
  void (await redis.del(cacheKeys.answer(tenant, idOf(victim))));

/** Indexes and flights that somebody has written into who may write there. */
export const NEIGHBOR_ATTACKS: readonly CacheAttack[] = [
  missed('an index that names an answer of another tenant', async (bench) => {
    const theirs = await bench.ask({ principal: { tenantId: bench.other } });
    return naming({ entryId: idOf(theirs), similarity: 1 });
  }),
  missed('an index that names an answer to another question', (_bench, victim) =>
    naming({ entryId: idOf(victim), similarity: 1 }),
  ),
  missed('an index that names an answer of another scope', async (bench) => {
    const other = await bench.ask({ question: { ...NEW.question, quality: 'high' } });
    return naming({ entryId: idOf(other), similarity: 1 });
  }),
  missed('an index that names an answer of somebody who reads more', async (bench) => {
    const theirs = await bench.ask({ principal: { namespaces: ['default', 'hr'] } });
    const asking = naming({ entryId: idOf(theirs), similarity: 1 });
    return { ...asking, question: { text: 'How many leave days do we have?' } };
  }),
  missed('an index whose similarity is more than 1', (_bench, victim) =>
    naming({ entryId: idOf(victim), similarity: 5 }),
  ),
  missed('an index whose similarity is infinite', (_bench, victim) =>
    naming({ entryId: idOf(victim), similarity: Number.POSITIVE_INFINITY }),
  ),
  missed('an index whose similarity is no number', (_bench, victim) =>
    naming({ entryId: idOf(victim), similarity: Number.NaN }),
  ),
  missed('an index that names what is no id', () =>
    naming(
      ...['', '*', '../../answer', 'a'.repeat(100_000), '\u0000', 'rf:acme:answer:x'].map((entryId) => ({
        entryId,
        similarity: 1,
      })),
    ),
  ),
  missed('an index that names what is no answer', async ({ redis, tenant }) => {
    await redis.rpush(cacheKeys.answer(tenant, 'list'), 'x');
    return naming({ entryId: 'list', similarity: 1 });
  }),
  missed('a real index with an answer of another tenant in it', async (bench, victim) => {
    const theirs = await bench.ask({ principal: { tenantId: bench.other } });
    return {
      ...NEW,
      cache: ({ semantic }) => ({
        semantic: semantic && {
          ...semantic,
          search: async (space, probe, limit) => {
            await semantic.add(space, {
              ...probe,
              entryId: idOf(theirs),
              expiresAtMs: Date.now() + 60_000,
            });
            await semantic.add(space, { ...probe, entryId: idOf(victim), expiresAtMs: Date.now() + 60_000 });
            return semantic.search(space, probe, limit);
          },
        },
      }),
    };
  }),
  missed('an index that fails', () => ({
    ...NEW,
    cache: ({ semantic }) => ({
      semantic: semantic && { ...semantic, search: () => Promise.reject(new TypeError('broken')) },
    }),
  })),
  missed('a lease that nobody of us wrote', async (bench, victim) => {
    await withoutEntry(bench, victim);
    await bench.redis.set(lease(bench, victim), 'garbage', 'PX', 60_000);
    return {};
  }),
  missed('a lease that is no text', async (bench, victim) => {
    await withoutEntry(bench, victim);
    await bench.redis.rpush(lease(bench, victim), 'x');
    return {};
  }),
  missed('a lease whose leader never comes back, at the end of patience', async (bench, victim) => {
    await withoutEntry(bench, victim);
    await bench.redis.set(lease(bench, victim), '0 token q-nobody');
    return { question: { mayWait: false, timesWaited: 3 } };
  }),
  missed('a note that the answer is not to be shared', async (bench, victim) => {
    await withoutEntry(bench, victim);
    await bench.redis.set(cacheKeys.flightUnshared(bench.tenant, idOf(victim)), '1', 'PX', 60_000);
    return {};
  }),
  missed('followers that nobody of us wrote', async (bench, victim) => {
    await withoutEntry(bench, victim);
    await bench.redis.zadd(
      cacheKeys.flightFollowers(bench.tenant, idOf(victim)),
      1,
      'garbage',
      2,
      '9 q-nobody',
    );
    return {};
  }),
];
