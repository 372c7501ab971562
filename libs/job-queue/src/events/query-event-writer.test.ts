import { describe, expect, it, vi } from 'vitest';
import { sealer } from '../queries/query.test-data.ts';
import type { BatchTimer } from './create-batch-timer.ts';
import { createEventBatchTimer, createQueryEventWriter, merged } from './query-event-writer.ts';

const token = (text: string, run = 1) => ({ type: 'token' as const, data: { text, run } });

describe('merged', () => {
  it('joins neighbouring tokens of one run and keeps every other order', () => {
    const citation = { type: 'citation' as const, data: { index: 1 } };
    expect(merged([token('a'), token('b'), citation, token('c'), token('d', 2), token('e', 2)])).toEqual([
      token('ab'),
      citation,
      token('c'),
      token('de', 2),
    ]);
  });
});

describe('createQueryEventWriter', () => {
  const open = (
    append: (entries: readonly string[]) => Promise<boolean>,
    batchTimer: BatchTimer = createEventBatchTimer(),
    key: typeof sealer = sealer,
  ) =>
    createQueryEventWriter({
      batchTimer,
      append: ({ entries }) => append(entries),
      sealer: key,
      tenantId: 'acme',
      queryId: 'q_1',
      attempt: 1,
    });

  it('falls silent when the query has moved on, and when Redis refuses', async () => {
    for (const refusal of [() => Promise.resolve(false), () => Promise.reject(new Error('full'))]) {
      let writes = 0;
      const writer = open(() => {
        writes += 1;
        return refusal();
      });
      for (const text of ['a', 'b', 'c']) {
        writer.append('token', { text, run: 1 });
        await writer.flush();
      }
      expect(writes).toBe(1);
    }
  });

  it('writes one batch at a time, however much comes in', async () => {
    let underWay = 0;
    let most = 0;
    const batches: number[] = [];
    const writer = open(async (entries) => {
      underWay += 1;
      most = Math.max(most, underWay);
      batches.push(entries.length / 2);
      await Promise.resolve();
      underWay -= 1;
      return true;
    });
    for (let run = 1; run <= 100; run += 1) writer.append('token', { text: 'x', run });
    await writer.flush();
    expect(most).toBe(1);
    expect(batches).toEqual([100]);
  });

  it('writes what is appended in one turn together, without a flush', async () => {
    const batches: number[] = [];
    const writer = open((entries) => {
      batches.push(entries.length / 2);
      return Promise.resolve(true);
    });
    writer.append('token', { text: 'the whole answer', run: 1 });
    for (const index of [1, 2]) writer.append('citation', { index });
    await vi.waitFor(() => expect(batches).toEqual([3]));
  });

  it('falls silent, and harms no run, when an event cannot be sealed', async () => {
    const append = vi.fn<() => Promise<boolean>>(() => Promise.resolve(true));
    const seal = (): never => {
      throw new Error('no key');
    };
    const writer = open(append, createEventBatchTimer(), { ...sealer, seal });
    for (const run of [1, 2]) writer.append('token', { text: 'x', run });
    await writer.flush();
    expect(append).not.toHaveBeenCalled();
  });

  it('writes its first event at once, and later ones with those of the other queries', async () => {
    const written: string[] = [];
    const joined: (() => void)[] = [];
    const batchTimer: BatchTimer = { join: (work) => void joined.push(work) };
    const writers = ['one', 'other'].map((name) =>
      open((entries) => {
        written.push(`${name} ${entries.length / 2}`);
        return Promise.resolve(true);
      }, batchTimer),
    );
    const say = (run: number) => writers.forEach((writer) => writer.append('token', { text: 'x', run }));
    say(1);
    await Promise.resolve();
    expect(written).toEqual(['one 1', 'other 1']);
    await vi.waitFor(() => {
      say(2);
      expect(joined).toHaveLength(2);
    });
    expect(written).toHaveLength(2);
    for (const work of joined) work();
    expect(written).toEqual(['one 1', 'other 1', 'one 1', 'other 1']);
  });
});
