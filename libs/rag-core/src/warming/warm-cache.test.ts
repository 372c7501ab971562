import { type AccessSet, Fault, isFault, permissionsOf, type TenantPrincipal } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import type { PopularQuestions, RepeatableQuestion } from '../ports/popularity.ts';
import { createWarmCache } from './warm-cache.ts';
import type { WarmAnswer, WarmCommand, WarmPorts, WarmQuestion, WarmReport } from './warm-ports.ts';

const NOW_MS = Date.UTC(2026, 5, 1);
const HOUR_MS = 3_600_000;
const accessOf = (namespace: string): AccessSet => ({
  tenantId: 'acme',
  readsAll: false,
  namespaces: [namespace],
  department: null,
});
const question = (text: string): RepeatableQuestion => ({
  text,
  namespaces: null,
  quality: 'standard',
  topK: 5,
  model: null,
});
const group = (namespace: string, ...texts: string[]) => ({
  access: accessOf(namespace),
  questions: texts.map(question),
});
const popular = (namespace: string, ...texts: string[]): PopularQuestions => ({
  access: accessOf(namespace),
  questions: texts.map((text) => ({ ...question(text), people: 2 })),
});
const principalOf = ({ namespaces }: AccessSet): TenantPrincipal => ({
  kind: 'tenant',
  tenantId: 'acme',
  principalId: `cache-warmer/${namespaces.join()}`,
  keyId: 'k',
  role: 'user',
  permissions: permissionsOf('user'),
  namespaces,
  department: null,
  lanes: ['low'],
});
const answered = (costUsd: number | null = 0.125): WarmAnswer => ({
  isRefreshed: costUsd !== null,
  costUsd,
  isRepeated: false,
});
const command: WarmCommand = {
  tenantId: 'acme',
  warmId: 'warm_1',
  groups: [],
  popular: { questions: 100, minPeople: 2 },
  deadlineAtMs: NOW_MS + HOUR_MS,
};

interface Setting {
  readonly popular?: readonly PopularQuestions[];
  readonly limitUsd?: number;
  readonly dearestUsd?: number;
  /** What an earlier attempt of the run has set aside for its one question. */
  readonly reservedUsd?: number;
  readonly ask?: (asked: WarmQuestion, signal: AbortSignal) => Promise<WarmAnswer>;
  readonly lives?: Readonly<Record<string, number>>;
}

function fixture(setting: Setting = {}) {
  const asked: string[] = [];
  const seen: WarmReport[] = [];
  let chargedUsd = setting.reservedUsd ?? 0;
  let inFlight = 0;
  let mostInFlight = 0;
  const limitUsd = setting.limitUsd ?? 1;
  const ports: WarmPorts = {
    popularity: { top: async () => [...(setting.popular ?? [])] },
    principalFor: async (access) => principalOf(access),
    asker: {
      ask: async (one, signal) => {
        asked.push(`${one.principal.principalId.split('/')[1]}: ${one.question.text}`);
        inFlight += 1;
        mostInFlight = Math.max(mostInFlight, inFlight);
        try {
          return await (setting.ask?.(one, signal) ?? answered());
        } finally {
          inFlight -= 1;
        }
      },
      entryLifeMs: async ({ question: { text } }) => setting.lives?.[text] ?? null,
    },
    budget: {
      limitUsd,
      dearestUsd: async () => setting.dearestUsd ?? null,
      reserve: async (_tenant, _question, usd) => {
        const held = setting.reservedUsd ?? usd;
        const isNew = setting.reservedUsd === undefined;
        if (isNew && (chargedUsd >= limitUsd || chargedUsd + usd > limitUsd)) return null;
        if (isNew) chargedUsd += usd;
        return { usd: held, isNew, settle: async (spentUsd) => void (chargedUsd += spentUsd - held) };
      },
    },
    nextRunAtMs: async () => NOW_MS + 24 * HOUR_MS,
    clock: { nowMs: () => NOW_MS, monotonicMs: () => 0 },
    logger: { warn: () => undefined },
  };
  const warm = createWarmCache(ports);
  return {
    run: (change: Partial<WarmCommand> = {}, signal = new AbortController().signal) =>
      warm({ ...command, ...change }, { signal, onProgress: async (report) => void seen.push(report) }),
    asked,
    seen,
    charged: () => Math.round(chargedUsd * 1_000) / 1_000,
    mostInFlight: () => mostInFlight,
  };
}

describe('warming', () => {
  it('asks what people ask most, as somebody who has their access, each group in turn', async () => {
    const { run, asked } = fixture({ popular: [popular('hr', 'A?', 'B?'), popular('it', 'C?')] });
    expect(await run()).toMatchObject({
      questions: 3,
      refreshed: 3,
      failed: 0,
      spentUsd: 0.375,
      stopped: null,
    });
    expect(asked).toEqual(['hr: A?', 'it: C?', 'hr: B?']);
  });

  it('asks the questions that it is given, alone or before what people ask most', async () => {
    const { run, asked } = fixture({ popular: [popular('hr', 'A?')] });
    await run({ groups: [group('it', 'Mine?')], popular: null });
    await run({ groups: [group('it', 'Both?')] });
    expect(asked).toEqual(['it: Mine?', 'it: Both?', 'hr: A?']);
  });

  it('leaves an entry alone that outlives the next run, and no other', async () => {
    const lives = { 'Fresh?': 25 * HOUR_MS, 'Ends before?': 23 * HOUR_MS };
    const { run, asked } = fixture({ popular: [popular('hr', 'Fresh?', 'Ends before?', 'Missing?')], lives });
    expect(await run()).toMatchObject({ refreshed: 2, skipped: 1, spentUsd: 0.25 });
    expect(asked).toEqual(['hr: Ends before?', 'hr: Missing?']);
  });

  it('asks two at a time at most, the first alone', async () => {
    const order: string[] = [];
    const { run, mostInFlight } = fixture({
      popular: [popular('hr', 'A?', 'B?', 'C?', 'D?', 'E?')],
      ask: async ({ question: { text } }) => {
        order.push(`+${text}`);
        await Promise.resolve().then(() => Promise.resolve());
        order.push(`-${text}`);
        return answered(0);
      },
    });
    await run();
    expect(mostInFlight()).toBe(2);
    expect(order.slice(0, 2)).toEqual(['+A?', '-A?']);
  });

  it('tells how far it is after every question', async () => {
    const { run, seen } = fixture({ popular: [popular('hr', 'A?', 'B?')] });
    await run();
    expect(seen.map(({ refreshed }) => refreshed)).toEqual([1, 2]);
  });
});

describe('the budget', () => {
  const many = [popular('hr', ...Array.from({ length: 20 }, (_, n) => `${n}?`))];

  it('is never overspent, and ends the run when the rest does not suffice', async () => {
    const { run, asked, charged } = fixture({ popular: many, limitUsd: 0.4 });
    expect(await run()).toMatchObject({ questions: 20, refreshed: 3, budgetUsd: 0.4, stopped: 'budget' });
    expect(asked).toHaveLength(3);
    expect(charged()).toBe(0.375);
  });

  it('is not spent on a first question that may cost more than the rest', async () => {
    const { run, asked } = fixture({ popular: many, limitUsd: 0.1, dearestUsd: 0.125 });
    expect(await run()).toMatchObject({ refreshed: 0, stopped: 'budget' });
    expect(asked).toEqual([]);
  });

  it('of nothing asks nothing, though the models cost nothing', async () => {
    const { run, asked } = fixture({ popular: many, limitUsd: 0, ask: async () => answered(0) });
    expect(await run()).toMatchObject({ refreshed: 0, stopped: 'budget' });
    expect(asked).toEqual([]);
  });

  it('of less than a guess suffices for what costs less', async () => {
    const { run } = fixture({ popular: many, limitUsd: 0.001, ask: async () => answered(0.000_01) });
    expect(await run()).toMatchObject({ refreshed: 20, stopped: null });
  });

  it('counts a failure of unknown cost as what it may have cost', async () => {
    const { run, charged } = fixture({
      popular: [popular('hr', 'A?', 'B?')],
      ask: async () => answered(null),
    });
    expect(await run()).toMatchObject({ failed: 2, spentUsd: 0.02 });
    expect(charged()).toBe(0.02);
  });

  it('does not pay again for what an earlier attempt of the run paid', async () => {
    const { run, charged } = fixture({
      popular: [popular('hr', 'A?', 'B?')],
      ask: async () => ({ ...answered(), isRepeated: true }),
    });
    expect(await run()).toMatchObject({ refreshed: 2, spentUsd: 0.25 });
    expect(charged()).toBe(0);
  });
});

describe('what an earlier attempt set aside and did not come to settle', () => {
  it('is settled by the next one, though nothing else is left of the budget', async () => {
    const { run, charged } = fixture({
      popular: [popular('hr', 'A?')],
      limitUsd: 0.5,
      reservedUsd: 0.5,
      ask: async () => ({ ...answered(), isRepeated: true }),
    });
    expect(await run()).toMatchObject({ refreshed: 1, spentUsd: 0.125, stopped: null });
    expect(charged()).toBe(0.125);
  });
});

describe('what goes wrong', () => {
  it('with one question is counted, and the others are asked', async () => {
    const { run } = fixture({
      popular: [popular('hr', 'A?', 'B?', 'C?')],
      ask: async ({ question: { text } }) => {
        if (text === 'B?') throw new Fault('internal', 'Broken.');
        return answered();
      },
    });
    expect(await run()).toMatchObject({ refreshed: 2, failed: 1, stopped: null });
  });

  it('for want of room is waited out, and costs nothing', async () => {
    let refusals = 3;
    const { run, charged } = fixture({
      popular: [popular('hr', 'A?', 'B?')],
      ask: async () => {
        if (refusals > 0)
          throw new Fault(refusals-- % 2 ? 'overloaded' : 'rate-limited', 'Full.', { retryAfterMs: 1 });
        return answered();
      },
    });
    expect(await run()).toMatchObject({ refreshed: 2, failed: 0, stopped: null });
    expect(charged()).toBe(0.25);
  });

  it('for want of room until the run is stopped has cost nothing', async () => {
    const stopping = new AbortController();
    const { run, charged } = fixture({
      popular: [popular('hr', 'A?', 'B?')],
      ask: async () => {
        stopping.abort(new Error('Stopping.'));
        throw new Fault('overloaded', 'Full.', { retryAfterMs: 60_000 });
      },
    });
    await expect(run({}, stopping.signal)).rejects.toThrow('Stopping.');
    expect(charged()).toBe(0);
  });

  it('with the queue itself is thrown, for the run to be repeated', async () => {
    const { run } = fixture({
      popular: [popular('hr', 'A?')],
      ask: () => Promise.reject(new Fault('unavailable', 'Away.')),
    });
    await expect(run()).rejects.toThrow('Away.');
  });

  it('is nothing at its deadline: it ends with what it has done', async () => {
    const { run, asked } = fixture({ popular: [popular('hr', 'A?')] });
    expect(await run({ deadlineAtMs: NOW_MS })).toMatchObject({ refreshed: 0, stopped: 'deadline' });
    expect(asked).toEqual([]);
  });

  it('is thrown when the process stops in the middle', async () => {
    const stopping = new AbortController();
    const { run, seen } = fixture({
      popular: [popular('hr', 'A?', 'B?')],
      ask: async (_asked, signal) => {
        stopping.abort(new Fault('canceled', 'Stopping.'));
        signal.throwIfAborted();
        return answered();
      },
    });
    const failure = await run({}, stopping.signal).catch((error: unknown) => error);
    expect(isFault(failure, 'canceled')).toBe(true);
    expect(seen).toEqual([]);
  });
});
