import { fileURLToPath } from 'node:url';
import type { BenchRow, RowOptions, SideCosts, Slice } from '../../contract.ts';
import { createArrivals } from '../../load/arrivals.ts';
import { findPort } from '../../fleet/app-programs.ts';
import { isAnswered } from '../../fleet/is-answered.ts';
import { startProgram } from '../../fleet/node-program.ts';
import { compareSides } from '../../measure/compare-sides.ts';
import { openLoop } from '../../measure/open-loop.ts';
import { quantile } from '../../measure/quartiles.ts';
import { floorVersion } from '../../floors.ts';
import { type BenchRedis, startPrivateRedis } from '../../servers/bench-redis.ts';
import { inDatabase } from '../../servers/in-database.ts';
import {
  type DeliverySide,
  type DeliverySideOptions,
  openFloorDeliveries,
  openOurDeliveries,
  webhookIdOf,
} from './delivery-sides.ts';
import {
  FLOOR,
  OURS,
  reportDeliveries,
  type Tail,
  WEBHOOK_DELIVERY_NAME,
} from './webhook-delivery-report.ts';

const RECEIVERS = 20;
const CALLERS = 16;
const ARRIVES_MS = 60_000;
const FULL = { rounds: 9, sliceMs: 1_000, tailRounds: 5, perSecond: 40, tailCount: 600 };
const QUICK = { rounds: 4, sliceMs: 500, tailRounds: 3, perSecond: 40, tailCount: 300 };
const RECEIVERS_MAIN = fileURLToPath(new URL('receivers-main.ts', import.meta.url));

type Plan = typeof FULL;

/** Benchmark row 10: one webhook signed, guarded, kept and sent; and what a receiver that hangs costs the others. */
export const webhookDeliveryRow: BenchRow = {
  row: 10,
  name: WEBHOOK_DELIVERY_NAME,
  versions: () => ({ bullmq: floorVersion('bullmq'), undici: floorVersion('undici') }),
  run: async (options) => {
    await using started = new AsyncDisposableStack();
    const server = await startPrivateRedis('queue', options.say);
    started.defer(() => server.close());
    return await measure(server, options);
  },
};

async function measure(server: BenchRedis, { isQuick, say }: RowOptions) {
  const plan = isQuick ? QUICK : FULL;
  await using started = new AsyncDisposableStack();
  const urls = await startReceivers(started);
  say(`  ${plan.rounds} rounds of each side …`);
  const costs = await compareCosts(server, urls, plan);
  say(`  ${plan.tailRounds} rounds with a receiver that hangs, and without …`);
  const tails = await compareTails(server, urls, plan);
  return reportDeliveries({ costs, tails, redisVersion: server.version });
}

/** Addresses of twenty receivers. */
async function startReceivers(started: AsyncDisposableStack): Promise<readonly string[]> {
  const ports = new Set<number>();
  while (ports.size < RECEIVERS) ports.add(await findPort());
  const urls = [...ports].map((port) => `http://127.0.0.1:${port}`);
  const program = await startProgram({
    name: 'receivers',
    script: RECEIVERS_MAIN,
    environment: { ...process.env, PORTS: [...ports].join(',') },
    isReady: async () => (await Promise.all(urls.map(isAnswered))).every(Boolean),
  });
  started.defer(() => program.stop());
  return urls;
}

interface OpenedSide {
  /** Resolves when the webhook has arrived. */
  readonly deliver: (at: number, url: string) => Promise<void>;
  readonly send: DeliverySide['send'];
}

async function openSide(
  started: AsyncDisposableStack,
  open: (options: DeliverySideOptions) => Promise<DeliverySide>,
  redisUrl: string,
): Promise<OpenedSide> {
  const arrivals = createArrivals();
  const side = await open({ redisUrl, arrivals });
  started.defer(async () => void (await side.close()));
  const deliver = async (at: number, url: string): Promise<void> => {
    const arrival = arrivals.arrived(webhookIdOf(at), ARRIVES_MS);
    await Promise.all([side.send(at, url), arrival]);
  };
  return { deliver, send: side.send };
}

/** CPU of this process and of Redis for one webhook, to receivers that all answer. */
async function compareCosts(
  server: BenchRedis,
  urls: readonly string[],
  { rounds, sliceMs }: Plan,
): Promise<ReadonlyMap<string, SideCosts>> {
  await using started = new AsyncDisposableStack();
  const ours = await openSide(started, openOurDeliveries, inDatabase(server.url, 1));
  const floor = await openSide(started, openFloorDeliveries, inDatabase(server.url, 2));
  const sides = new Map([
    [OURS, inACircle(ours, urls)],
    [FLOOR, inACircle(floor, urls)],
  ]);
  return await compareSides(sides, { rounds, sliceMs, serverCpuUs: server.meter.cpuUs });
}

/** So many callers, each with one webhook after the other, to one receiver after the other. */
function inACircle({ deliver }: OpenedSide, urls: readonly string[]): Slice {
  let sent = 0;
  const caller = async (untilMs: number): Promise<void> => {
    do {
      sent += 1;
      await deliver(sent, `${urls[sent % urls.length]}/hooks`);
    } while (performance.now() < untilMs);
  };
  return async (untilMs) => {
    const before = sent;
    await Promise.all(Array.from({ length: CALLERS }, () => caller(untilMs)));
    return sent - before;
  };
}

/**
 * From a webhook's making to its receipt at the nineteen others, at even times: two fleets in turns, of which one has a
 * receiver that takes webhooks and never answers. Each has a database of its own, so that what hangs is with one alone.
 */
async function compareTails(server: BenchRedis, urls: readonly string[], plan: Plan): Promise<Tail[]> {
  await using started = new AsyncDisposableStack();
  const [calm, hanging] = [
    await openSide(started, openOurDeliveries, inDatabase(server.url, 3)),
    await openSide(started, openOurDeliveries, inDatabase(server.url, 4)),
  ];
  let sent = 0;
  const p99Of = async (side: OpenedSide, lastPath: string): Promise<number> => {
    const times = await openLoop({ perSecond: plan.perSecond, count: plan.tailCount }, async (dueAtMs) => {
      sent += 1;
      const receiver = sent % urls.length;
      if (receiver === 0) {
        await side.send(sent, `${urls[receiver]}${lastPath}`);
        return null;
      }
      await side.deliver(sent, `${urls[receiver]}/hooks`);
      return performance.now() - dueAtMs;
    });
    return quantile(
      times.filter((time) => time !== null),
      0.99,
    );
  };
  const tails: Tail[] = [];
  for (let round = 0; round <= plan.tailRounds; round += 1) {
    const both = [async () => p99Of(calm, '/hooks'), async () => p99Of(hanging, '/hang')];
    const order = round % 2 === 0 ? both : both.toReversed();
    const found = [];
    for (const measureOne of order) found.push(await measureOne());
    const [calmMs = Number.NaN, hangingMs = Number.NaN] = round % 2 === 0 ? found : found.toReversed();
    // The first round warms up, and fills the line of the one that hangs.
    if (round > 0) tails.push({ calmMs, hangingMs });
  }
  return tails;
}
