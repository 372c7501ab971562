import { Fault } from '@ragfleet/kernel';
import { createInMemoryVectorIndex, scopeOf, vectorIndexContract } from '@ragfleet/test-support';
import { describe, expect, it, vi } from 'vitest';
import { createParallelIndex, type ParallelIndex } from './parallel-index.ts';
import type { RetrievalResult } from './retrieval-result.ts';
import {
  answers,
  candidates,
  createTestClock,
  fails,
  hangs,
  ignoresEverything,
  signal,
  sourceOf,
} from './sources.fixture.ts';

const scope = scopeOf();
const vector = Float32Array.of(1, 0);
const down = new Fault('unavailable', 'It is down.');

function open(options: Pick<ParallelIndex, 'sources'> & Partial<ParallelIndex>) {
  const results: RetrievalResult[] = [];
  const index = createParallelIndex({
    search: 'parallel',
    timeoutMs: 50,
    minSources: 1,
    clock: createTestClock(),
    onSource: (result) => results.push(result),
    ...options,
  });
  const search = async (limit = 10, within = signal): Promise<string[]> =>
    (await index.searchDense(scope, vector, limit, within)).map(({ passageId }) => passageId);
  return { index, results, search };
}

describe('two stores side by side', () => {
  vectorIndexContract(async () => {
    const { index } = open({ sources: [createInMemoryVectorIndex(), createInMemoryVectorIndex()] });
    return { index, close: () => Promise.resolve() };
  }, 'place');
});

describe('a parallel search', () => {
  it('puts first what the stores agree on, each passage once, scores between 0 and 1', async () => {
    const { index } = open({
      sources: [sourceOf('a', answers('x', 'y', 'z')), sourceOf('b', answers('y', 'w'))],
    });
    const found = await index.searchDense(scope, vector, 10, signal);
    expect(found.map(({ passageId }) => passageId)).toEqual(['y', 'x', 'w', 'z']);
    expect(found.every(({ score }) => score > 0 && score <= 1)).toBe(true);
  });
  it('goes by rank, whatever scale a store counts on', async () => {
    const large = sourceOf('large', async () =>
      candidates('far', 'farther').map((one) => ({ ...one, score: one.score * 1_000 })),
    );
    const { search } = open({
      sources: [large, sourceOf('small', answers('near', 'far')), sourceOf('c', answers('near'))],
    });
    expect(await search(1)).toEqual(['near']);
  });
  it('puts in order what comes in rubbish order, twice, without a score or beyond the limit', async () => {
    const rubbish = sourceOf('rubbish', async () => {
      const [best, second, third] = candidates('best', 'second', 'third');
      const nameless = candidates('nan').map((one) => ({ ...one, score: Number.NaN }));
      return [third, best, ...nameless, second, best].filter((one) => one !== undefined);
    });
    expect(await open({ sources: [rubbish] }).search(10)).toEqual(['best', 'second', 'third']);
    expect(await open({ sources: [rubbish] }).search(2)).toEqual(['best', 'second']);
  });
  it("never cuts another tenant's passage away, so that whoever reads on can raise the alarm", async () => {
    const foreign = sourceOf('foreign', async () => [
      ...candidates('a', 'b'),
      ...candidates('c').map((one) => ({ ...one, tenantId: 'globex', score: 0 })),
    ]);
    const { index } = open({ sources: [sourceOf('own', answers('x', 'y')), foreign] });
    const found = await index.searchDense(scope, vector, 2, signal);
    expect(found.map(({ tenantId }) => tenantId)).toEqual(['globex', 'acme']);
  });
  it("does not hide another tenant's passage behind the caller's own of the same id", async () => {
    const foreign = sourceOf('foreign', async () =>
      candidates('x').map((one) => ({ ...one, tenantId: 'globex' })),
    );
    const { index } = open({ sources: [sourceOf('own', answers('x')), foreign] });
    const found = await index.searchDense(scope, vector, 10, signal);
    expect(new Set(found.map(({ tenantId }) => tenantId))).toEqual(new Set(['acme', 'globex']));
  });
  it.each([
    ['fails', fails(down), 'unavailable'],
    ['hangs', hangs, 'timeout'],
    ['hangs and does not listen', ignoresEverything, 'timeout'],
    ['throws what is no Fault', fails(new TypeError('undefined is not a function')), 'internal'],
  ])('goes on without a store that %s, and says so', async (_, broken, kind) => {
    const { search, results } = open({
      sources: [sourceOf('broken', broken), sourceOf('good', answers('x'))],
    });
    expect(await search()).toEqual(['x']);
    expect(results.find(({ source }) => source === 'broken')).toMatchObject({
      candidates: 0,
      error: { kind },
    });
    expect(results.find(({ source }) => source === 'good')).toEqual({
      source: 'good',
      outcome: 'answered',
      candidates: 1,
      latencyMs: 0,
    });
  });
  it('fails when every store failed, with the kind that they agree on', async () => {
    const both = { sources: [sourceOf('a', fails(down)), sourceOf('b', fails(down))] };
    await expect(open(both).search()).rejects.toMatchObject({ kind: 'unavailable' });
    const one = { sources: [sourceOf('a', fails(down)), sourceOf('b', hangs)] };
    await expect(open(one).search()).rejects.toMatchObject({
      kind: 'unavailable',
      cause: expect.any(AggregateError) as Error,
    });
    await expect(open({ sources: [sourceOf('a', hangs)] }).search()).rejects.toMatchObject({
      kind: 'timeout',
    });
  });
  it('gives nothing where the stores have nothing', async () => {
    expect(await open({ sources: [sourceOf('a', answers()), sourceOf('b', answers())] }).search()).toEqual(
      [],
    );
  });
  it("ends with the caller's reason, and ends the stores", async () => {
    const stopped = vi.fn<() => void>();
    const caller = new AbortController();
    const source = sourceOf('a', (asked, wanted, limit, stop) => {
      stop.addEventListener('abort', stopped);
      return hangs(asked, wanted, limit, stop);
    });
    const { search } = open({ sources: [source], timeoutMs: 10_000 });
    const left = new Fault('canceled', 'The client left.');
    const search1 = search(10, caller.signal);
    caller.abort(left);
    await expect(search1).rejects.toBe(left);
    expect(stopped).toHaveBeenCalledOnce();
  });
});

describe('the fastest search', () => {
  const fastest = { search: 'fastest', timeoutMs: 10_000 } as const;
  it('returns once enough different passages are there, and ends the others', async () => {
    const slow = sourceOf('slow', hangs);
    const { search, results } = open({ ...fastest, sources: [slow, sourceOf('fast', answers('x', 'y'))] });
    expect(await search(2)).toEqual(['x', 'y']);
    expect(results.find(({ source }) => source === 'slow')).toMatchObject({ error: { kind: 'canceled' } });
  });
  it('counts a passage that two stores give once', async () => {
    const sources = [
      sourceOf('a', answers('x', 'y')),
      sourceOf('b', answers('x', 'y')),
      sourceOf('c', answers('z')),
    ];
    expect(await open({ ...fastest, sources }).search(3)).toEqual(expect.arrayContaining(['x', 'y', 'z']));
  });
  it('waits for as many stores as it has to', async () => {
    const late = sourceOf('late', async () => {
      await Promise.resolve();
      return candidates('w');
    });
    const { search } = open({ ...fastest, minSources: 2, sources: [sourceOf('a', answers('x', 'y')), late] });
    expect(await search(1)).toEqual(['w']);
  });
  it('gives what there is when no more comes', async () => {
    const { search } = open({
      ...fastest,
      minSources: 2,
      sources: [sourceOf('a', answers('x')), sourceOf('b', fails(down))],
    });
    expect(await search(10)).toEqual(['x']);
  });
});

describe('a write to several stores', () => {
  const entry = {
    tenantId: 'acme',
    documentId: 'd',
    passageId: 'p',
    namespace: 'public',
    department: null,
    vector,
  };
  it('goes to every one, and fails when it failed in one', async () => {
    const [one, other] = [createInMemoryVectorIndex(), createInMemoryVectorIndex()];
    const broken = { ...createInMemoryVectorIndex(), upsert: () => Promise.reject(down) };
    const { index } = open({ sources: [one, broken, other] });
    await expect(index.upsert([entry], signal)).rejects.toBe(down);
    expect(await one.existing('acme', ['p'], signal)).toEqual(new Set(['p']));
    expect(await other.existing('acme', ['p'], signal)).toEqual(new Set(['p']));
  });
  it('counts a passage as there only where no store lacks it', async () => {
    const [one, other] = [createInMemoryVectorIndex(), createInMemoryVectorIndex()];
    await one.upsert([entry], signal);
    const { index } = open({ sources: [one, other] });
    expect(await index.existing('acme', ['p'], signal)).toEqual(new Set());
    await other.upsert([entry], signal);
    expect(await index.existing('acme', ['p'], signal)).toEqual(new Set(['p']));
  });
});
