import { Fault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import { passage } from '../answer/answer-question.fixture.ts';
import { passages, searchBench } from './search.fixture.ts';

describe('what a search does not serve', () => {
  it('drops the whole answer of an index that returned another tenant, raises the alarm, and goes on by keyword', async () => {
    const bench = searchBench(passages(2));
    bench.dense = ['p2', { passageId: 'theirs', tenantId: 'rival', score: 0.99 }];
    const found = await bench.search();
    expect(found.ids).toEqual(['p1', 'p2']);
    expect(found).toMatchObject({ reasons: ['vector-untrusted'], isAvailable: true });
    expect(bench.foreign).toEqual([{ tenantId: 'acme', count: 1, reason: 'other-tenant' }]);
    expect(bench.errors).toEqual([{ tenant: 'acme', index: 'memory', foreign: 1, found: 2 }]);
  });

  it('has nothing when the only source cannot be trusted', async () => {
    const bench = searchBench(passages(2));
    bench.dense = ['p1', { passageId: 'p2', tenantId: 'rival', score: 0.5 }];
    expect(await bench.search({ mode: 'dense' })).toMatchObject({ ids: [], isAvailable: false });
  });

  it('counts apart what is gone and what the caller may not read', async () => {
    const secret = passage('secret', 'The board leaves.', { namespace: 'board' });
    const bench = searchBench([...passages(1), secret]);
    bench.dense = ['p1', 'secret', 'deleted', 'forgotten'];
    expect((await bench.search({ mode: 'dense' })).ids).toEqual(['p1']);
    expect(bench.foreign).toEqual([
      { tenantId: 'acme', count: 2, reason: 'gone' },
      { tenantId: 'acme', count: 1, reason: 'unreadable' },
    ]);
    expect(bench.errors).toEqual([]);
  });

  it('counts as unreadable what it cannot explain, and answers all the same', async () => {
    const bench = searchBench(passages(1));
    const { readCurrent } = bench.ports.passageReader;
    const passageReader = {
      readCurrent: ((scope, ids, signal) =>
        scope.access.readsAll
          ? Promise.reject(new Fault('unavailable', 'Away.'))
          : readCurrent(scope, ids, signal)) satisfies typeof readCurrent,
    };
    const faulty = searchBench(passages(1), { passageReader });
    faulty.dense = ['p1', 'deleted'];
    expect((await faulty.search({ mode: 'dense' })).ids).toEqual(['p1']);
    expect(faulty.foreign).toEqual([{ tenantId: 'acme', count: 1, reason: 'unreadable' }]);
  });

  it('misses no document that gets a new version between its two reads', async () => {
    let stored = passages(2);
    const bench = searchBench([]);
    const keywordIndex: typeof bench.ports.keywordIndex = {
      searchKeyword: async () => stored.map(({ passageId }, at) => ({ passageId, score: 1 - at / 10 })),
    };
    const versions = [1, 2];
    const passageReader: typeof bench.ports.passageReader = {
      readCurrent: async (scope, ids) => {
        const version = scope.access.readsAll ? undefined : versions.shift();
        if (version !== undefined)
          stored = [passage(`p1-v${version}`, `Version ${version}.`), ...passages(2).slice(1)];
        return stored.filter(({ passageId }) => ids.includes(passageId));
      },
    };
    const moving = searchBench([], { keywordIndex, passageReader });
    expect((await moving.search({ mode: 'keyword' })).ids).toEqual(['p1-v2', 'p2']);
  });

  it('looks again once for what is gone, and not for what lags', async () => {
    const bench = searchBench(passages(1));
    bench.dense = ['p1', 'deleted'];
    const found = await bench.search({ mode: 'dense' });
    expect(found).toMatchObject({ ids: ['p1'], vectorQueries: 2 });
  });

  it('reads once when nothing is refused', async () => {
    const reads: number[] = [];
    const bench = searchBench(passages(3));
    const passageReader: typeof bench.ports.passageReader = {
      readCurrent: (scope, ids, signal) => {
        reads.push(ids.length);
        return bench.ports.passageReader.readCurrent(scope, ids, signal);
      },
    };
    await searchBench(passages(3), { passageReader }).search();
    expect(reads).toEqual([3]);
  });

  it('serves the same words once, the better ranked, and fills up from below', async () => {
    const copies = [
      passage('a', 'Leave is 27 days.', { documentId: 'one' }),
      passage('b', 'LEAVE  is 27 days!', { documentId: 'two', namespace: 'public' }),
      passage('c', 'Leave is 28 days.', { documentId: 'three' }),
    ];
    expect((await searchBench(copies).search({ topK: 2 })).ids).toEqual(['a', 'c']);
    expect((await searchBench(copies.toReversed()).search()).ids).toEqual(['c', 'b']);
  });

  it('keeps the same words under another heading, and texts without words', async () => {
    const distinct = [
      passage('meals', 'At most 20 euros.', { headings: ['Meals'] }),
      passage('taxis', 'At most 20 euros.', { headings: ['Taxis'] }),
      passage('dots', '…'),
      passage('dashes', '---'),
    ];
    expect((await searchBench(distinct).search()).ids).toEqual(['meals', 'taxis', 'dots', 'dashes']);
  });

  it('finds two hundred when it is asked for two hundred', async () => {
    expect((await searchBench(passages(300)).search({ topK: 200 })).ids).toHaveLength(200);
  });
});
