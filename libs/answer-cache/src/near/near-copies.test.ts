import { connectRedis } from '@ragfleet/redis-connection';
import { answerEntry } from '@ragfleet/test-support';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { createOpenedEntries } from '../entries/opened-entries.ts';
import type { KeyTracking } from './key-tracking.ts';
import { createNearCopies, type Watch } from './near-copies.ts';

/** Never asked: it only stands for the connection that is tracked. */
const redis = connectRedis({ url: 'redis://127.0.0.1:1', profile: 'cache', name: 'nobody' });
afterAll(() => redis.disconnect());

const KEY = 'rf:acme:answer:a';
const entry = answerEntry();

function open() {
  const state = { nowMs: 0, epoch: 1 };
  const listeners: Parameters<KeyTracking['onChanged']>[0][] = [];
  const tracking: KeyTracking = {
    epoch: () => state.epoch,
    reader: () => (state.epoch === 0 ? null : redis),
    onChanged: (listener) => void listeners.push(listener),
  };
  const opened = createOpenedEntries();
  const near = createNearCopies({ tracking, opened, nowMs: () => state.nowMs });
  const keep = (kept = entry): void => opened.set(KEY, Buffer.from(kept.question), kept);
  /** Somebody has asked for it before. */
  keep();
  return {
    state,
    near,
    keep,
    tell: (keys: readonly string[] | 'all') => {
      for (const listener of listeners) listener(keys);
    },
  };
}

/** A reading from its command to its reply, with what happens in between. */
function read(
  { near, keep }: ReturnType<typeof open>,
  { leftMs = 60_000, kept = entry, meanwhile = (): void => undefined } = {},
): void {
  const watch = near.watch(KEY);
  meanwhile();
  keep(kept);
  watch?.trust(kept, leftMs);
  watch?.end();
}

describe('a copy', () => {
  it('is served without asking for half a minute after it was asked for, and then confirmed', () => {
    const held = open();
    read(held, { meanwhile: () => (held.state.nowMs = 40) });
    held.state.nowMs = 29_999;
    expect(held.near.get(KEY)).toBe(entry);
    held.state.nowMs = 30_000;
    expect(held.near.get(KEY)).toBeUndefined();
    read(held);
    expect(held.near.get(KEY)).toBe(entry);
  });

  it('is not served beyond the life that the store gave it', () => {
    const held = open();
    read(held, { leftMs: 30 });
    held.state.nowMs = 29;
    expect(held.near.get(KEY)).toBe(entry);
    held.state.nowMs = 30;
    expect(held.near.get(KEY)).toBeUndefined();
  });

  it.each<[string, (held: ReturnType<typeof open>) => void]>([
    ['the server says that it changed', ({ tell }) => tell(['other', KEY])],
    ['the server says that it was emptied', ({ tell }) => tell('all')],
    ['this process changes it', ({ near }) => near.forget(KEY)],
    ['nothing is heard any more', ({ state }) => (state.epoch = 0)],
    ['something may have been missed', ({ state }) => (state.epoch += 1)],
  ])('is not served when %s, and is again when it was read anew', (_name, happens) => {
    const held = open();
    read(held);
    expect(held.near.get(KEY)).toBe(entry);
    happens(held);
    expect(held.near.get(KEY)).toBeUndefined();
    held.state.epoch = 7;
    held.keep();
    read(held);
    expect(held.near.get(KEY)).toBe(entry);
  });

  it.each<[string, (held: ReturnType<typeof open>) => void]>([
    ['the server says that it changed', ({ tell }) => tell([KEY])],
    ['the server is emptied', ({ state, tell }) => ((state.epoch += 1), tell('all'))],
    ['this process changes it', ({ near }) => near.forget(KEY)],
    ['the connection is lost', ({ state }) => (state.epoch = 0)],
    ['the connection is another one', ({ state }) => (state.epoch += 1)],
  ])('is not made of a reply that was on its way when %s', (_name, happens) => {
    const held = open();
    held.keep();
    read(held, { meanwhile: () => happens(held) });
    held.state.epoch = Math.max(1, held.state.epoch);
    expect(held.near.get(KEY)).toBeUndefined();
  });

  it('is not made of what was kept before, when the reply says that it is gone', () => {
    const held = open();
    held.keep();
    const watch = held.near.watch(KEY);
    watch?.trust(answerEntry(), 60_000);
    watch?.end();
    expect(held.near.get(KEY)).toBeUndefined();
  });
});

describe('watching', () => {
  it('is for keys that are asked for again, one reading at a time, while something is heard', () => {
    const { near, state } = open();
    expect(near.watch('never asked for')).toBeNull();
    const watch = near.watch(KEY);
    expect(watch).not.toBeNull();
    expect(near.watch(KEY)).toBeNull();
    watch?.end();
    state.epoch = 0;
    expect(near.watch(KEY)).toBeNull();
  });
});

it('never serves an older value than was heard of, in whatever order replies and messages come', () => {
  type Step = 'write' | 'read' | 'reply' | 'message' | 'own write' | 'own write answered' | 'loss' | 'flush';
  const step = fc.constantFrom<Step>(
    'write',
    'read',
    'reply',
    'message',
    'own write',
    'own write answered',
    'loss',
    'flush',
  );
  let hits = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 30, maxLength: 60 }), (steps) => {
      const held = open();
      const store = { version: 0, isTracked: false };
      /** The newest version whose change this process knows of. */
      let known = 0;
      let messages: (readonly [version: number, keys: readonly string[] | 'all'])[] = [];
      let reply: { readonly version: number; readonly watch: Watch } | null = null;
      const ownWrites: number[] = [];
      const versions = new Map<object, number>();
      const change = (keys: readonly string[] | 'all' = [KEY]): void => {
        store.version += 1;
        if (store.isTracked || keys === 'all') messages.push([store.version, keys]);
        store.isTracked = false;
      };
      const steppers: Record<Step, () => void> = {
        write: change,
        flush: () => change('all'),
        read: () => {
          held.keep();
          const watch = held.near.watch(KEY);
          if (watch === null) return;
          store.isTracked = true;
          reply = { version: store.version, watch };
        },
        reply: () => {
          if (reply === null) return;
          const kept = answerEntry({ question: `version ${reply.version}` });
          versions.set(kept, reply.version);
          held.keep(kept);
          reply.watch.trust(kept, 60_000);
          reply.watch.end();
          reply = null;
        },
        message: () => {
          const [version, keys] = messages.shift() ?? [0, []];
          if (keys === 'all') held.state.epoch += 1;
          held.tell(keys);
          known = Math.max(known, version);
        },
        'own write': () => {
          held.near.forget(KEY);
          change();
          ownWrites.push(store.version);
        },
        'own write answered': () => {
          held.near.forget(KEY);
          known = Math.max(known, ownWrites.shift() ?? 0);
        },
        loss: () => {
          messages = [];
          store.isTracked = false;
          known = store.version;
          held.state.epoch += 1;
        },
      };
      for (const next of steps) {
        steppers[next]();
        const served = held.near.get(KEY);
        if (served === undefined) continue;
        hits += 1;
        expect(versions.get(served) ?? -1).toBeGreaterThanOrEqual(known);
      }
    }),
    { numRuns: 3_000 },
  );
  expect(hits).toBeGreaterThan(1_000);
});
