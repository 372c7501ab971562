import type { BenchRow, RowOptions, RowReport } from '../../contract.ts';
import { type AppFleet, startAppFleet } from '../../fleet/start-app-fleet.ts';
import { type Asker, postQuery } from '../../load/post-query.ts';
import { atMost, stated } from '../../measure/figures.ts';
import { median, quartiles } from '../../measure/quartiles.ts';
import { floorPath, floorVersion } from '../../floors.ts';
import { commandCallsOf } from '../../servers/command-calls.ts';
import { type CountingProxy, serialTripsOf, startCountingProxy } from '../../servers/counting-proxy.ts';
import { bodyOf } from '../acceptance/door-bodies.ts';
import { startDoor } from '../acceptance/door-sides.ts';

const NAME = 'serial Redis round trips of one accepted query';
const MAX_TRIPS = 2;
const FULL = 400;
const QUICK = 100;
const WARM_UP = 20;
const BYTES = 220;

/** Benchmark row 2: how often an acceptance waits for Redis, every check included; a proxy before Redis counts. */
export const roundTripsRow: BenchRow = {
  row: 2,
  name: NAME,
  versions: () => ({ bullmq: floorVersion('bullmq') }),
  run: async (options) => reportTrips(await measure(options)),
};

interface Findings {
  readonly ours: readonly number[];
  readonly textbook: readonly number[];
  /** Commands that reached Redis for one of ours, by name, those of its scripts included. */
  readonly calls: ReadonlyMap<string, number>;
}

async function measure({ isQuick, say }: RowOptions): Promise<Findings> {
  const count = isQuick ? QUICK : FULL;
  await using started = new AsyncDisposableStack();
  const { fleet, proxy } = await startBehindProxy(say, started);
  const [tenant] = fleet.tenants;
  if (tenant === undefined) throw new Error('The fleet has no tenant.');
  const proxied = `redis://127.0.0.1:${proxy.port}`;
  const script = floorPath('length-then-add-main.ts');
  const textbook = await startDoor(started, { name: 'textbook', script, queueRedisUrl: proxied });
  say(`  ${count} submissions, one after the other, to each side …`);
  const before = await commandCallsOf(fleet.queueRedis);
  const ours = await tripsOf(proxy, { url: fleet.url, tenant }, count);
  const after = await commandCallsOf(fleet.queueRedis);
  const calls = [...after].map(
    ([name, all]) => [name, (all - (before.get(name) ?? 0)) / (count + WARM_UP)] as const,
  );
  return {
    ours,
    textbook: await tripsOf(proxy, { url: textbook.url, tenant }, count),
    calls: new Map(calls),
  };
}

async function startBehindProxy(
  say: RowOptions['say'],
  started: AsyncDisposableStack,
): Promise<{ readonly fleet: AppFleet; readonly proxy: CountingProxy }> {
  let proxy: CountingProxy | null = null;
  say('  starting an ingress behind a proxy …');
  const fleet = await startAppFleet({
    variables: {},
    queryWorkers: 0,
    tenants: 1,
    store: 'embedded',
    isIngressAlone: true,
    queueRedisVia: async (url) => {
      const { hostname: host, port } = new URL(url);
      proxy = await startCountingProxy({ host, port: Number(port) });
      return `redis://127.0.0.1:${proxy.port}`;
    },
    say,
  });
  started.defer(async () => proxy?.stop());
  started.defer(() => fleet.stop());
  if (proxy === null) throw new Error('The apps do not go through the proxy.');
  return { fleet, proxy };
}

/** Of every submission; the first ones, which find nothing remembered, are left out. */
async function tripsOf(proxy: CountingProxy, asker: Asker, count: number): Promise<number[]> {
  const trips: number[] = [];
  for (let at = 0; at < WARM_UP + count; at += 1) {
    proxy.take();
    const { status } = await postQuery(asker, bodyOf(at, BYTES));
    if (status !== 202) throw new Error(`Answered with ${status}, not with 202.`);
    if (at >= WARM_UP) trips.push(serialTripsOf(proxy.take()));
  }
  return trips;
}

function reportTrips({ ours, textbook, calls }: Findings): RowReport {
  const mean = ours.reduce((sum, trips) => sum + trips, 0) / ours.length;
  const most = [...calls]
    .filter(([, each]) => each >= 0.5)
    .map(([name, each]) => `${name} ${each.toFixed(1)}`);
  const figures = {
    mean: stated(
      mean,
      'what is asked again for what was remembered too long, and what the process does by itself, included',
    ),
    commands_in_redis: stated(
      [...calls.values()].reduce((sum, each) => sum + each, 0),
      `those in scripts included: ${most.join(', ')}`,
    ),
    more_than_the_textbook: atMost(median(ours) - median(textbook), 0),
  };
  return {
    row: 2,
    name: NAME,
    ours: median(ours),
    floor: null,
    peers: { 'LLEN, then add': median(textbook) },
    unit: 'serial round trips of one submission',
    ratio: median(ours),
    target: `<= ${MAX_TRIPS}`,
    met: median(ours) <= MAX_TRIPS && figures.more_than_the_textbook.met,
    spread: quartiles(ours),
    figures,
    rounds: {},
    details: { ours, textbook },
  };
}
