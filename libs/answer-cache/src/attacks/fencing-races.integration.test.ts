import { cacheKeys } from '@ragfleet/contracts';
import type { AnswerEntries, AnswerPorts } from '@ragfleet/rag-core';
import { openTestRedis } from '@ragfleet/test-support';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createKeyTracking } from '../near/key-tracking.ts';
import {
  type Answered,
  type Asking,
  type AttackBench,
  createAttackBench,
  type NearMemory,
} from './attack-bench.fixture.ts';

const { redis, url } = await openTestRedis({ role: 'cache' });

/** Reads other namespaces and finds the same: the answer is checked for him, and marked. */
const OPS: Asking = { principal: { namespaces: ['default', 'ops'] } };
/** Nobody flies: equal questions may be written at the same time. */
const ALONE: Asking = { cache: () => ({ flights: null }) };

/** Something happens right before one command on the entries, once. */
const before = (name: keyof AnswerEntries, happens: () => Promise<unknown>): Asking => ({
  cache: ({ entries }) => {
    let hasHappened = false;
    const command = entries[name] as (...given: unknown[]) => unknown;
    const late = async (...given: unknown[]): Promise<unknown> => {
      if (!hasHappened) {
        hasHappened = true;
        await happens();
      }
      return command(...given);
    };
    return { flights: null, entries: { ...entries, [name]: late } };
  },
});

const leaveChanges = (bench: AttackBench, days: number): void => {
  const at = bench.documents.findIndex(
    ({ tenantId, title }) => tenantId === bench.tenant && title.endsWith('leave'),
  );
  const old = bench.documents[at];
  if (old === undefined) return;
  const contentHash = String(days).padStart(64, 'a');
  bench.documents[at] = { ...old, text: `Everyone has ${days} days of leave.`, contentHash };
  bench.advance(bench.tenant, 'default');
};

/** What an answer rests on: the model of this bench cites all that it is shown. */
const evidenceOf = ({ result }: Answered): string[] =>
  result.citations.map(({ passageId, quote, namespace }) => `${passageId} ${namespace} ${quote}`).toSorted();

/** Those who get something else than they would get without a cache. */
async function servedOtherwise(bench: AttackBench, askings: readonly Asking[]): Promise<Asking[]> {
  const otherwise: Asking[] = [];
  for (const asking of askings) {
    const served = await bench.ask(asking);
    const cache = { mode: 'bypass', ttlSeconds: 60, semanticThreshold: null } as const;
    const uncached = await bench.ask({ ...asking, question: { ...asking.question, cache } });
    if (evidenceOf(served).join('\n') !== evidenceOf(uncached).join('\n')) otherwise.push(asking);
  }
  return otherwise;
}

function races(near: () => NearMemory | undefined): void {
  describe('two runs of one question', () => {
    it('of which the older one is stored last, serve nobody what is outdated', async () => {
      const bench = createAttackBench(redis, near());
      const newer: Answered[] = [];
      const older = await bench.ask(
        before('write', async () => {
          leaveChanges(bench, 30);
          newer.push(await bench.ask(ALONE));
        }),
      );
      expect(evidenceOf(older)).not.toEqual(newer.map(evidenceOf)[0]);
      expect(await servedOtherwise(bench, [{}, OPS])).toEqual([]);
    });

    it('stored at once leave one answer, whole', async () => {
      const bench = createAttackBench(redis, near());
      const both = await Promise.all([bench.ask(ALONE), bench.ask(ALONE)]);
      expect(both.map(({ isFresh }) => isFresh)).toEqual([true, true]);
      const kept = await bench.ask();
      expect(both.map(({ result }) => result.answer)).toContain(kept.result.answer);
      expect(kept.result.cache).toMatchObject({ status: 'hit', tier: 'exact' });
    });
  });

  describe('an answer that is evicted', () => {
    const isThere = ({ tenant }: AttackBench, { entry }: Answered): Promise<number> =>
      redis.exists(cacheKeys.answer(tenant, entry?.entryId ?? ''));

    it('is not brought back by whoever has just checked it', async () => {
      const bench = createAttackBench(redis, near());
      const kept = await bench.ask();
      const evicted = before('replace', () =>
        bench.entries.remove(bench.tenant, [kept.entry?.entryId ?? '']),
      );
      expect((await bench.ask({ ...OPS, ...evicted })).result.cache.status).toBe('hit');
      expect(await isThere(bench, kept)).toBe(0);
      expect((await bench.ask()).isFresh).toBe(true);
    });

    it('with everything else while it is being stored is stored for nobody', async () => {
      const bench = createAttackBench(redis, near());
      const late = await bench.ask(before('write', async () => bench.advance(bench.tenant, '*evict')));
      expect(await isThere(bench, late)).toBe(1);
      const next = await bench.ask();
      expect(next.isFresh).toBe(true);
      expect((await bench.ask()).result.answer).toBe(next.result.answer);
    });

    it('with everything else while it is being checked is marked for nobody', async () => {
      const bench = createAttackBench(redis, near());
      await bench.ask();
      await bench.ask({ ...OPS, ...before('replace', async () => bench.advance(bench.tenant, '*evict')) });
      expect((await bench.ask(OPS)).isFresh).toBe(true);
    });

    it('because its document changed while it was being checked is checked again', async () => {
      const bench = createAttackBench(redis, near());
      await bench.ask();
      await bench.ask({ ...OPS, ...before('replace', async () => leaveChanges(bench, 30)) });
      expect(await servedOtherwise(bench, [OPS, {}])).toEqual([]);
    });
  });

  describe('questions, changes and evictions at once, in any order', () => {
    const ASKINGS: readonly Asking[] = [
      {},
      OPS,
      { principal: { namespaces: ['default', 'hr'] } },
      { principal: { role: 'analyst' } },
      { question: { quality: 'high' } },
      { question: { text: 'How many leave days do we have?' } },
    ];
    type Happening = (bench: AttackBench, scheduler: fc.Scheduler) => Promise<unknown>;

    /** Each command of a query waits for its turn, and the turns are drawn. */
    const inTurns =
      (scheduler: fc.Scheduler) =>
      (ports: AnswerPorts): AnswerPorts => {
        const { entries } = ports.cache;
        return {
          ...ports,
          keywordIndex: { searchKeyword: scheduler.scheduleFunction(ports.keywordIndex.searchKeyword) },
          passageReader: { readCurrent: scheduler.scheduleFunction(ports.passageReader.readCurrent) },
          changes: { current: scheduler.scheduleFunction(ports.changes.current) },
          cache: {
            ...ports.cache,
            flights: null,
            entries: {
              ...entries,
              read: scheduler.scheduleFunction(entries.read),
              write: scheduler.scheduleFunction(entries.write),
              replace: scheduler.scheduleFunction(entries.replace),
              readRetrieval: scheduler.scheduleFunction(entries.readRetrieval),
            },
          },
        };
      };

    const happenings: readonly Happening[] = [
      ...ASKINGS.map(
        (asking): Happening =>
          (bench, scheduler) =>
            bench.ask({ ...asking, around: inTurns(scheduler) }),
      ),
      async (bench, scheduler) => {
        await scheduler.schedule(Promise.resolve());
        leaveChanges(
          bench,
          bench.documents.length + (Number(bench.counters.get(bench.tenant)?.['default'] ?? 0) % 7),
        );
      },
      async (bench, scheduler) => {
        await scheduler.schedule(Promise.resolve());
        bench.advance(bench.tenant, '*evict:default');
      },
      async (bench, scheduler) => {
        const { entry } = await bench
          .ask({ question: { cache: { mode: 'only', ttlSeconds: 60, semanticThreshold: null } } })
          .catch(() => ({ entry: null }));
        await scheduler.schedule(Promise.resolve());
        if (entry !== null) await bench.entries.remove(bench.tenant, [entry.entryId]);
      },
    ];

    it('leave nobody with what he could not have found himself', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.scheduler(),
          fc.array(fc.constantFrom(...happenings), { minLength: 3, maxLength: 7 }),
          async (scheduler, drawn) => {
            const bench = createAttackBench(redis, near());
            await bench.ask();
            await scheduler.waitFor(Promise.all(drawn.map((happens) => happens(bench, scheduler))));
            expect(await servedOtherwise(bench, ASKINGS)).toEqual([]);
          },
        ),
        { numRuns: 150 },
      );
    }, 180_000);
  });
}

describe('a worker that asks the store each time', () => {
  races(() => undefined);
});

describe('a worker that serves what it holds', () => {
  let near: NearMemory;
  const reads = { near: 0, store: 0 };
  beforeAll(async () => {
    const tracking = createKeyTracking({ url, name: 'test-races' });
    tracking.start();
    await vi.waitUntil(() => tracking.epoch() > 0, { timeout: 15_000 });
    near = { tracking, onRead: (source) => void (reads[source] += 1) };
  });
  afterAll(() => near.tracking.stop());

  races(() => near);

  it('has served out of its memory meanwhile', () => {
    expect(reads.near).toBeGreaterThan(100);
  });
});
