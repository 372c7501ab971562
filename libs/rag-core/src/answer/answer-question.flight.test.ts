import { Fault } from '@ragfleet/kernel';
import { describe, expect, it, vi } from 'vitest';
import type { CallLedger, CallMoney, CallReservation } from '../ports/accounts.ts';
import type { FlightRole, FlightEnd, FlightRequest } from '../ports/single-flight.ts';
import { type Embedder, NO_ANSWER_TEXT } from '../ports/models.ts';
import {
  ASKED,
  type Bench,
  bench,
  ladder,
  LEAVE,
  memoryCache,
  says,
  scriptedModel,
} from './answer-question.fixture.ts';
import { type AnswerPorts, DEFAULT_ANSWER_SETTINGS } from './answer-ports.ts';
import { createAnswerQuestion } from './answer-question.ts';
import { FULL_SERVICE } from '../degradation/level-in-force.ts';

interface FlightBench extends Bench {
  readonly boarded: FlightRequest[];
  readonly ends: FlightEnd[];
}

/** Boards as it is told, and notes how its leaders land. */
function inFlight(role: FlightRole['role'], overrides: Partial<AnswerPorts> = {}): FlightBench {
  const boarded: FlightRequest[] = [];
  const ends: FlightEnd[] = [];
  const join = async (request: FlightRequest): Promise<FlightRole> => {
    boarded.push(request);
    if (role === 'leader') return { role, complete: async (end) => void ends.push(end) };
    return role === 'follower' ? { role, retryInMs: 5_000 } : { role };
  };
  const cache = { ...memoryCache(), flights: { join } };
  return Object.assign(bench([LEAVE], { cache, ...overrides }), { boarded, ends, cache });
}

describe('equal questions in flight', () => {
  it('the first writes the answer for all', async () => {
    const at = inFlight('leader');
    await at.result(ASKED);
    expect(at.ends).toEqual(['shared']);
    expect(at.boarded).toEqual([
      expect.objectContaining({ tenantId: 'acme', queryId: 'q_1', lane: 'normal' }),
    ]);
  });

  it('the others give their slot back before anything is searched or paid', async () => {
    const at = inFlight('follower');
    expect(await at.ask(ASKED)).toEqual({ status: 'waiting', retryInMs: 5_000 });
    expect(at.spans).not.toContain('search');
    expect(at.audited).toEqual([]);
  });

  const PAID_EMBEDDER: Embedder = {
    ...bench([]).ports.embedder,
    model: 'text-embedding-3-small',
    embed: async (texts) => ({ vectors: texts.map(() => new Float32Array(2)), tokens: 1_000_000 }),
  };

  it('who waits has what it used until then booked, which the row at its end does not know', async () => {
    const booked: [CallReservation, CallMoney][] = [];
    const callLedger: CallLedger = {
      reserve: async (reservation) => ({
        settle: async (money) => void booked.push([reservation, money]),
        leaveUnsettled: async () => undefined,
        release: async () => undefined,
      }),
    };
    await inFlight('follower', { embedder: PAID_EMBEDDER, callLedger }).ask(ASKED);
    expect(booked).toMatchObject([
      [
        { account: { tenantId: 'acme', queryId: 'q_1' }, model: 'text-embedding-3-small', usd: 0 },
        { inputUsd: 0.02, outputUsd: 0 },
      ],
    ]);
  });

  it('who waits, and who is canceled, is told what that has cost, and has the search booked', async () => {
    const booked: string[] = [];
    const callLedger: CallLedger = {
      reserve: async ({ model }) => ({
        settle: async ({ inputUsd }) => void booked.push(`${model} ${inputUsd}`),
        leaveUnsettled: async () => undefined,
        release: async () => undefined,
      }),
    };
    const cancel = new AbortController();
    const canceling = ladder(
      scriptedModel('local-model', function* speak() {
        cancel.abort(new Fault('canceled', 'Canceled.'));
        yield { type: 'text', text: 'You have' };
      }),
    );
    const unfinished: number[] = [];
    const listener = {
      signal: cancel.signal,
      emit: () => undefined,
      onUnfinished: ({ totalUsd }: { readonly totalUsd: number }) => void unfinished.push(totalUsd),
    };
    const waits = inFlight('follower', { embedder: PAID_EMBEDDER, callLedger });
    const ends = inFlight('leader', { embedder: PAID_EMBEDDER, callLedger, models: canceling });
    await createAnswerQuestion(waits.ports)(ASKED, listener);
    await expect(createAnswerQuestion(ends.ports)(ASKED, listener)).rejects.toMatchObject({
      kind: 'canceled',
    });
    expect(booked).toEqual(unfinished.map((usd) => `text-embedding-3-small ${usd}`));
    // Who is canceled has searched the vectors too.
    expect(unfinished).toEqual([0.02, expect.closeTo(0.02, 4)]);
  });

  it('who waits is not kept from it by books that are away', async () => {
    const callLedger: CallLedger = {
      reserve: async () => {
        throw new Fault('unavailable', 'Away.');
      },
    };
    const at = inFlight('follower', { embedder: PAID_EMBEDDER, callLedger });
    const logged: string[] = [];
    Object.assign(at.ports.logger, {
      error: (_fields: object, message: string) => void logged.push(message),
    });
    expect((await at.ask(ASKED)).status).toBe('waiting');
    expect(logged).toEqual(['cost of a search not written']);
  });

  it('who waited takes the answer from the cache at no cost, as coalesced', async () => {
    const at = inFlight('leader');
    const { answer } = await at.result(ASKED);
    const followed = await at.result({ ...ASKED, queryId: 'q_2', timesWaited: 1 });
    expect(followed).toMatchObject({ answer, costUsd: 0, cache: { status: 'coalesced', tier: null } });
    expect(at.boarded).toHaveLength(1);
  });

  it('who may not wait any longer writes its own', async () => {
    const at = inFlight('follower');
    expect((await at.result({ ...ASKED, mayWait: false })).cache.status).toBe('miss');
  });

  it('whoever joins after its end takes what was left', async () => {
    const at = inFlight('leader');
    const other = bench([LEAVE], { cache: { ...at.cache, flights: null } });
    const { read } = at.cache.entries;
    let isFirst = true;
    Object.assign(at.cache.entries, {
      read: async (tenantId: string, ids: readonly string[]) => {
        if (!isFirst) return read(tenantId, ids);
        isFirst = false;
        // Between this lookup and the joining another one writes it.
        await other.result(ASKED);
        return ids.map(() => null);
      },
    });
    expect((await at.result(ASKED)).cache.status).toBe('coalesced');
    expect(at.ends).toEqual(['shared']);
    expect(at.spans).not.toContain('generate');
  });

  it.each<[string, Partial<AnswerPorts>, FlightEnd]>([
    [
      'shares a refusal too',
      { models: ladder(scriptedModel('local-model', says(NO_ANSWER_TEXT))) },
      'shared',
    ],
    [
      'has nothing to share where nothing was found',
      { keywordIndex: { searchKeyword: async () => [] } },
      'unshared',
    ],
    [
      'has nothing to share when the documents moved meanwhile',
      { changes: { current: async () => ({ default: '2' }) } },
      'unshared',
    ],
  ])('the leader %s', async (_what, overrides, end) => {
    const at = inFlight('leader', overrides);
    await at.result(ASKED);
    expect(at.ends).toEqual([end]);
  });

  it('a leader that is canceled leaves the lead to another', async () => {
    const canceling = new AbortController();
    const at = inFlight('leader', {
      degradationLevel: async () => FULL_SERVICE,
      models: ladder(
        scriptedModel('local-model', function* cancel() {
          canceling.abort(new Fault('canceled', 'Canceled.'));
          yield* says('never')();
        }),
      ),
    });
    await expect(at.ask(ASKED, canceling.signal)).rejects.toMatchObject({ kind: 'canceled' });
    expect(at.ends).toEqual(['lost']);
  });

  it.each(['bypass', 'refresh', 'only'] as const)('mode %s never joins', async (mode) => {
    const at = inFlight('leader');
    await at.ask({ ...ASKED, cache: { ...ASKED.cache, mode } });
    expect(at.boarded).toEqual([]);
  });

  it('when the flights cannot be seen, each writes its own', async () => {
    const at = inFlight('alone');
    expect((await at.result(ASKED)).cache.status).toBe('miss');
  });

  it('a lead that is heard of too late goes to another at once', async () => {
    const ends: FlightEnd[] = [];
    const { promise: joined, resolve } = Promise.withResolvers<FlightRole>();
    const cache = { ...memoryCache(), flights: { join: () => joined } };
    const at = bench([LEAVE], { cache, settings: DEFAULT_ANSWER_SETTINGS });
    expect((await at.result(ASKED)).cache.status).toBe('miss');
    resolve({ role: 'leader', complete: async (end) => void ends.push(end) });
    await vi.waitUntil(() => ends.length === 1);
    expect(ends).toEqual(['lost']);
  });

  it('a leader that is canceled while it looks once more leaves the lead to another', async () => {
    const canceling = new AbortController();
    const ends: FlightEnd[] = [];
    const join = async (): Promise<FlightRole> => {
      // Heard of, and canceled before the next look at the cache.
      setImmediate(() => canceling.abort(new Fault('canceled', 'Canceled.')));
      await new Promise((resolve) => setImmediate(resolve));
      return { role: 'leader', complete: async (end) => void ends.push(end) };
    };
    const cache = { ...memoryCache(), flights: { join } };
    await expect(bench([LEAVE], { cache }).ask(ASKED, canceling.signal)).rejects.toMatchObject({
      kind: 'canceled',
    });
    await vi.waitUntil(() => ends.length === 1);
    expect(ends).toEqual(['lost']);
  });
});
