import { Fault } from '@ragfleet/kernel';
import type { VectorIndex } from '@ragfleet/rag-core';
import { createInMemoryVectorIndex, scopeOf, vectorIndexContract } from '@ragfleet/test-support';
import { describe, expect, it } from 'vitest';
import { createReplicatedIndex, type ReplicatedIndex } from './replicated-index.ts';
import {
  answers,
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

function open(members: Pick<ReplicatedIndex, 'primary' | 'replicas'> & Partial<ReplicatedIndex>) {
  const clock = createTestClock();
  const index = createReplicatedIndex({
    readPreference: 'replica',
    timeoutMs: 50,
    clock,
    random: () => 0.99,
    ...members,
  });
  const search = async (within = signal): Promise<string | undefined> =>
    (await index.searchDense(scope, vector, 10, within))[0]?.passageId;
  return { index, clock, search };
}

const searches = async (search: () => Promise<string | undefined>, count: number): Promise<unknown[]> => {
  const found: unknown[] = [];
  for (let n = 0; n < count; n += 1) found.push(await search());
  return found;
};

describe('a primary with a replica that is in step', () => {
  vectorIndexContract(async () => {
    const primary = createInMemoryVectorIndex();
    const { index } = open({ primary, replicas: [primary] });
    return { index, close: () => Promise.resolve() };
  });
});

describe('reading from replicas', () => {
  const primary = sourceOf('primary', answers('from-primary'));
  const one = sourceOf('one', answers('from-one'));
  const two = sourceOf('two', answers('from-two'));

  it('takes turns', async () => {
    const { search } = open({ primary, replicas: [one, two] });
    expect(await searches(search, 4)).toEqual(['from-one', 'from-two', 'from-one', 'from-two']);
  });
  it('asks the primary where there is no replica, or where the primary is preferred', async () => {
    expect(await open({ primary, replicas: [] }).search()).toBe('from-primary');
    expect(await open({ primary, replicas: [one], readPreference: 'primary' }).search()).toBe('from-primary');
  });
  it.each([
    ['is down', fails(down)],
    ['hangs', hangs],
    ['hangs and does not listen', ignoresEverything],
    ['lacks what a migration brought', fails(new Fault('internal', 'The database refused a statement.'))],
  ])('goes on with the next one within the same search when a replica %s', async (_, broken) => {
    const bad = sourceOf('bad', broken);
    const { search } = open({ primary, replicas: [bad, two] });
    expect(await searches(search, 4)).toEqual(['from-two', 'from-two', 'from-two', 'from-two']);
    expect(bad.asked()).toBe(1);
  });
  it('asks the primary when no replica is left', async () => {
    const { search } = open({ primary, replicas: [sourceOf('a', fails(down)), sourceOf('b', hangs)] });
    expect(await searches(search, 2)).toEqual(['from-primary', 'from-primary']);
  });
  it('fails when the primary fails too', async () => {
    const { search } = open({ primary: sourceOf('p', fails(down)), replicas: [sourceOf('a', hangs)] });
    await expect(search()).rejects.toBe(down);
  });
  it('asks a replica again after a while, and longer each time while it stays away', async () => {
    let isUp = false;
    const flaky = sourceOf('flaky', (...call) => (isUp ? answers('from-flaky') : fails(down))(...call));
    const { search, clock } = open({ primary, replicas: [flaky] });
    await search();
    clock.advance(999);
    await search();
    expect(flaky.asked()).toBe(1);
    clock.advance(1);
    await search();
    expect(flaky.asked()).toBe(2);
    clock.advance(1_999);
    await search();
    expect(flaky.asked()).toBe(2);
    isUp = true;
    clock.advance(1);
    expect(await searches(search, 2)).toEqual(['from-flaky', 'from-flaky']);
  });
  it('never leaves a replica out for good', async () => {
    let isUp = false;
    const flaky = sourceOf('flaky', (...call) => (isUp ? answers('from-flaky') : fails(down))(...call));
    const { search, clock } = open({ primary, replicas: [flaky] });
    for (let failure = 0; failure < 100; failure += 1) {
      await search();
      clock.advance(30_000);
    }
    isUp = true;
    expect(await search()).toBe('from-flaky');
  });
  it("ends with the caller's reason, and holds nothing against the replica", async () => {
    const slow = sourceOf('slow', hangs);
    const { search } = open({ primary, replicas: [slow], timeoutMs: 10_000 });
    const left = new Fault('canceled', 'The client left.');
    for (let n = 1; n <= 2; n += 1) {
      const caller = new AbortController();
      const searching = search(caller.signal);
      caller.abort(left);
      await expect(searching).rejects.toBe(left);
      expect(slow.asked()).toBe(n);
    }
  });
  it('does not ask everybody what the caller asked wrongly', async () => {
    const wrong = new Fault('invalid-input', 'Another dimension.');
    const asked = sourceOf('next', answers('x'));
    const { search } = open({ primary, replicas: [sourceOf('a', fails(wrong)), asked] });
    await expect(search()).rejects.toBe(wrong);
    expect(asked.asked()).toBe(0);
  });
});

describe('reading from the nearest', () => {
  /** A member that takes as long as the test says. */
  const taking = (name: string, clock: () => { advance(ms: number): void }, ms: () => number): VectorIndex =>
    sourceOf(name, (...call) => {
      clock().advance(ms());
      return answers(`from-${name}`)(...call);
    });
  const openTimed = (random: () => number) => {
    const took = { far: 30, near: 5, primary: 20 };
    const clock = createTestClock();
    const member = (name: keyof typeof took): VectorIndex =>
      taking(
        name,
        () => clock,
        () => took[name],
      );
    const index = createReplicatedIndex({
      primary: member('primary'),
      replicas: [member('far'), member('near')],
      readPreference: 'nearest',
      timeoutMs: 1_000,
      clock,
      random,
    });
    const search = async (): Promise<string | undefined> =>
      (await index.searchDense(scope, vector, 10, signal))[0]?.passageId;
    return { took, search };
  };

  it('asks each once and then who was fastest, the primary included', async () => {
    const { search } = openTimed(() => 0.99);
    expect(new Set(await searches(search, 3))).toEqual(new Set(['from-far', 'from-near', 'from-primary']));
    expect(await searches(search, 3)).toEqual(['from-near', 'from-near', 'from-near']);
  });
  it('leaves who has become slow', async () => {
    const { search, took } = openTimed(() => 0.99);
    await searches(search, 4);
    took.near = 500;
    const found = await searches(search, 3);
    expect(found.at(-1)).toBe('from-primary');
  });
  it('finds out that somebody has become fast', async () => {
    // Every other search explores, each time another place of the list.
    const draws = [0.99, 0, 0.1, 0.99, 0, 0.5, 0.99, 0, 0.9];
    let draw = 0;
    const { search, took } = openTimed(() => draws[draw++ % draws.length] ?? 0);
    await searches(search, 6);
    took.far = 1;
    await searches(search, 60);
    const found = await searches(search, 6);
    expect(found.filter((from) => from === 'from-far').length).toBeGreaterThanOrEqual(3);
  });
});

describe('writing to a primary and its replicas', () => {
  it('goes to the primary alone, as does the question what is there', async () => {
    const [primary, replica] = [createInMemoryVectorIndex(), createInMemoryVectorIndex()];
    const { index } = open({ primary, replicas: [replica] });
    const entry = {
      tenantId: 'acme',
      documentId: 'd',
      passageId: 'p',
      namespace: 'public',
      department: null,
      vector,
    };
    await index.upsert([entry], signal);
    expect(await index.existing('acme', ['p'], signal)).toEqual(new Set(['p']));
    expect(await replica.existing('acme', ['p'], signal)).toEqual(new Set());
  });
});
