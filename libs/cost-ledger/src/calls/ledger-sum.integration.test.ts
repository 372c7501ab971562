import { queueKeys } from '@ragfleet/contracts';
import type { OpenCall } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { ANY_SCRIPT, type CuttingProxy, openTestRedis, startCuttingProxy } from '@ragfleet/test-support';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { createCostLedger } from '../create-cost-ledger.ts';
import { nanoDollars } from '../nano-dollars.ts';
import { createCallLedger } from './create-call-ledger.ts';
import { createSweepCalls } from './sweep-calls.ts';

const { redis, url } = await openTestRedis();
const MINUTE_MS = 60_000;
/** Histories go over the end of a day and of a month. */
const START_MS = Date.UTC(2026, 2, 31, 23, 30);
/** Longer than any call is waited for, and shorter than what the ledger takes for the end of a process. */
const CALL_ENDS_WITHIN_MS = 14 * MINUTE_MS;
const TENANTS = ['acme', 'globex'] as const;
const HISTORIES = 60;
const TEST_MS = 120_000;

/** Of one of the two processes, with the call that it is about where it is about one. Money is in nano-dollars. */
type Event =
  | {
      readonly kind: 'reserve';
      readonly by: number;
      readonly tenant: number;
      readonly user: number;
      readonly nano: number;
    }
  | {
      readonly kind: 'settle';
      readonly call: number;
      readonly inputNano: number;
      readonly outputNano: number;
      readonly times: number;
    }
  | { readonly kind: 'leave' | 'release'; readonly call: number; readonly times: number }
  | { readonly kind: 'crash' | 'sweep' | 'cut'; readonly by: number };

/** What happens at once, and how long nothing happens then. */
interface Moment {
  readonly events: readonly Event[];
  readonly thenMs: number;
}

const by = fc.nat({ max: 1 });
const call = fc.nat({ max: 1_000 });
const times = fc.integer({ min: 1, max: 2 });
const nano = fc.oneof(fc.constantFrom(0, 1), fc.nat({ max: 2_000_000_000 }));
const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('reserve'), by, tenant: by, user: by, nano }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('settle'), call, inputNano: nano, outputNano: nano, times }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('leave', 'release'), call, times }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('crash', 'sweep', 'cut'), by }) },
);
const moment: fc.Arbitrary<Moment> = fc.record({
  events: fc.array(event, { minLength: 1, maxLength: 6 }),
  thenMs: fc.oneof(fc.constant(0), fc.nat({ max: 20 * MINUTE_MS })),
});
/** How far the clock of the fleet, as the second process has it, is from what the first one has. */
const apartMs = fc.integer({ min: -2_000, max: 2_000 });

interface LiveCall {
  readonly by: number;
  readonly nano: bigint;
  readonly reservedAtMs: number;
  readonly reserved: OpenCall;
}

interface Process {
  readonly redis: Redis;
  readonly proxy: CuttingProxy;
}

async function startProcess(): Promise<Process> {
  const proxy = await startCuttingProxy(url);
  const own = connectRedis({ url: proxy.url, profile: 'fail-fast', name: 'process' });
  onTestFinished(() => closeRedis(own, 500));
  await whenReady(own, 5_000);
  return { redis: own, proxy };
}

/** Two processes that call models and sweep, and what their vendors said and never said. */
function openHistory(processes: readonly Process[], secondIsApartMs: number) {
  let nowMs = START_MS;
  let open: LiveCall[] = [];
  let saidNano = 0n;
  let untoldNano = 0n;
  const workers = processes.map(({ redis: own }, at) => {
    const options = { redis: own, nowMs: () => nowMs + at * secondIsApartMs };
    return { calls: createCallLedger(options), sweep: createSweepCalls(options) };
  });

  const die = (isDead: (one: LiveCall) => boolean): void => {
    for (const one of open) if (isDead(one)) untoldNano += one.nano;
    open = open.filter((one) => !isDead(one));
  };
  /** Taken at once: no two events of a moment are about one call. */
  const take = (at: number): LiveCall | undefined =>
    open.splice(open.length === 0 ? 0 : at % open.length, 1)[0];
  const repeat = async (count: number, end: () => Promise<void>): Promise<void> => {
    await Promise.all(Array.from({ length: count }, end));
  };

  const reserve = async (wanted: Extract<Event, { kind: 'reserve' }>): Promise<void> => {
    const reservedAtMs = nowMs;
    const reserved = await workers[wanted.by]?.calls.reserve({
      account: {
        tenantId: TENANTS[wanted.tenant] ?? TENANTS[0],
        principalId: `user-${wanted.user}`,
        queryId: 'q_1',
        route: 'simple/standard',
      },
      model: 'gpt-4o',
      usd: wanted.nano / 1e9,
    });
    if (reserved !== undefined)
      open.push({ by: wanted.by, nano: BigInt(wanted.nano), reservedAtMs, reserved });
  };
  const end = async (ended: Extract<Event, { call: number }>): Promise<void> => {
    const one = take(ended.call);
    if (one === undefined) return;
    if (ended.kind === 'settle') {
      const { inputNano, outputNano } = ended;
      saidNano += BigInt(inputNano) + BigInt(outputNano);
      const used = { inputUsd: inputNano / 1e9, outputUsd: outputNano / 1e9 };
      return repeat(ended.times, () => one.reserved.settle(used));
    }
    if (ended.kind === 'leave') untoldNano += one.nano;
    return repeat(ended.times, ended.kind === 'leave' ? one.reserved.leaveUnsettled : one.reserved.release);
  };
  const happen = async (what: Event): Promise<void> => {
    if (what.kind === 'reserve') await reserve(what);
    else if ('call' in what) await end(what);
    else if (what.kind === 'crash') die((one) => one.by === what.by);
    else if (what.kind === 'cut') processes[what.by]?.proxy.cutAfter(ANY_SCRIPT);
    else await workers[what.by]?.sweep();
  };

  return {
    pass: async ({ events, thenMs }: Moment): Promise<void> => {
      await Promise.all(events.map(happen));
      nowMs += thenMs;
      die((one) => nowMs - one.reservedAtMs > CALL_ENDS_WITHIN_MS);
    },
    /** Everything dies, and is swept. */
    close: async (): Promise<void> => {
      die(() => true);
      nowMs += 20 * MINUTE_MS;
      while ((await Promise.all(workers.map(({ sweep }) => sweep()))).some((swept) => swept > 0));
    },
    nowMs: () => nowMs,
    /** What is open was not told yet either. */
    expected: () => ({ saidNano, untoldNano: open.reduce((sum, one) => sum + one.nano, untoldNano) }),
  };
}

/** What the ledger says of both tenants, in nano-dollars: of its days, of its rows and of its months. */
async function bookedNano(nowMs: number) {
  const sums = { total: 0n, unsettled: 0n, reserved: 0n, rows: 0n, months: 0n };
  const costs = createCostLedger({ redis, nowMs: () => nowMs });
  for (const tenantId of TENANTS) {
    const report = await costs.report({ tenantId });
    const period = { tenantId, fromMs: START_MS - 86_400_000, toMs: nowMs + 86_400_000 };
    const { rows } = await costs.usage({ ...period, limit: 1_000, after: null });
    const reserved = await redis.hget(queueKeys.openCallDetails(tenantId), 'reserved');
    sums.total += nanoDollars(report.total_usd);
    sums.unsettled += nanoDollars(report.unsettled_usd);
    sums.reserved += BigInt(reserved ?? 0);
    sums.rows += rows.reduce((sum, { totalUsd }) => sum + nanoDollars(totalUsd), 0n);
    for (const month of await redis.keys(queueKeys.ledgerMonth(tenantId, '*')))
      for (const part of await redis.hmget(month, 'settled', 'unsettled')) sums.months += BigInt(part ?? 0);
  }
  return sums;
}

it(
  'whatever happens to calls in two processes, the bill is what vendors said and what they never said, once',
  async () => {
    const processes = await Promise.all([startProcess(), startProcess()]);
    const history = fc.array(moment, { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(apartMs, history, async (secondIsApartMs, moments) => {
        await redis.flushall();
        await redis.zadd(queueKeys.tenants, 1, TENANTS[0], 2, TENANTS[1]);
        const { pass, close, expected, nowMs } = openHistory(processes, secondIsApartMs);
        for (const one of moments) {
          await pass(one);
          const { saidNano, untoldNano } = expected();
          const { total, unsettled, reserved, rows, months } = await bookedNano(nowMs() + 86_400_000);
          expect(total + reserved).toBe(saidNano + untoldNano);
          expect(unsettled + reserved).toBe(untoldNano);
          expect([rows, months]).toEqual([total, total]);
        }
        await close();
        const { saidNano, untoldNano } = expected();
        expect(await bookedNano(nowMs() + 86_400_000)).toMatchObject({
          total: saidNano + untoldNano,
          unsettled: untoldNano,
          reserved: 0n,
        });
        for (const tenantId of TENANTS) expect(await redis.exists(queueKeys.openCalls(tenantId))).toBe(0);
      }),
      { numRuns: HISTORIES },
    );
  },
  TEST_MS,
);
