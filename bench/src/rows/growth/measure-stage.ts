import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { inBatches } from '../../answers/in-batches.ts';
import { collectGarbage } from '../../measure/collect-garbage.ts';
import type { BenchRedis } from '../../servers/bench-redis.ts';
import { inDatabase } from '../../servers/in-database.ts';
import type { CostsAtSize, MemoryAtSize } from './growth-of.ts';
import type { GrowthLaw, GrowthStage, OpenStage } from './growth-stage.ts';

export interface GrowthSizes {
  /** The smallest first, each in a database of its own. */
  readonly sizes: readonly number[];
  readonly rounds: number;
  /** Of one size in one round: as many operations as are done in this time, but no more than `maxOperations`. */
  readonly sliceMs: number;
  readonly maxOperations: number;
}

export interface MeasuredOperation {
  readonly name: string;
  readonly law: GrowthLaw;
  readonly costs: readonly CostsAtSize[];
}

export interface MeasuredStage {
  readonly operations: readonly MeasuredOperation[];
  readonly memory: readonly MemoryAtSize[];
}

const CONCURRENCY = 16;
/** Enough for each of the questions that a stage asks again and again to be asked twice. */
const WARM_UP = 256;
const READY_MS = 10_000;
const CLOSE_MS = 2_000;
/** A stage that operations have made larger by this much is filled anew. */
const MAX_GROWN = 1.5;

interface Place {
  readonly size: number;
  readonly url: string;
  readonly redis: Redis;
  stage: OpenStage;
  grownBy: number;
}

/**
 * Fills a stage at every size and runs each of its operations there, after one slice each that counts for nothing. A round
 * goes from size to size and back, and the next one begins at another: what a machine does more and more of, or less and
 * less, falls on all sizes alike.
 */
export async function measureStage(
  server: BenchRedis,
  stage: GrowthStage,
  options: GrowthSizes,
): Promise<MeasuredStage> {
  await using opened = new AsyncDisposableStack();
  const places: Place[] = [];
  const memory: MemoryAtSize[] = [];
  for (const [at, size] of options.sizes.entries()) {
    const place = await openPlace(stage, size, inDatabase(server.url, at + 1));
    opened.defer(() => closePlace(place));
    const before = await server.meter.usedBytes();
    await place.stage.fill(size);
    memory.push({ size, bytes: (await server.meter.usedBytes()) - before });
    places.push(place);
  }
  const names = places[0]?.stage.operations ?? [];
  const operations: MeasuredOperation[] = [];
  for (const [which, { name, law }] of names.entries())
    operations.push({ name, law, costs: await costsOf(server, { stage, places, which }, options) });
  return { operations, memory };
}

async function openPlace(stage: GrowthStage, size: number, url: string): Promise<Place> {
  const redis = connectRedis({ url, profile: 'blocking', name: 'bench-growth' });
  await whenReady(redis, READY_MS);
  await redis.flushdb('SYNC');
  return { size, url, redis, stage: await stage.open(url), grownBy: 0 };
}

async function closePlace({ stage, redis }: Place): Promise<void> {
  await stage.close();
  await redis.flushdb('SYNC');
  await closeRedis(redis, CLOSE_MS);
}

interface Measuring {
  readonly stage: GrowthStage;
  readonly places: readonly Place[];
  /** Of the operations, the place of the one that is measured. */
  readonly which: number;
}

async function costsOf(
  server: BenchRedis,
  measuring: Measuring,
  { rounds, ...slices }: GrowthSizes,
): Promise<CostsAtSize[]> {
  const { places } = measuring;
  const operations = await warmUp(server, measuring, slices);
  const costs = places.map((place) => ({ place, slicesUs: [] as number[], sizes: [] as number[] }));
  const order = [...costs];
  for (let round = 0; round < rounds; round += 1) {
    for (const { place, slicesUs, sizes } of [...order, ...order.toReversed()]) {
      await refill(measuring.stage, place);
      sizes.push(place.size + place.grownBy);
      slicesUs.push(await cpuOf(server, place, measuring.which, operations));
    }
    order.push(...order.splice(0, 1));
  }
  return costs.map(({ slicesUs, sizes }) => ({ cpuUs: meanOfPairs(slicesUs), size: mean(sizes) }));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** There and back: the two slices of a round as one. */
const meanOfPairs = (slices: readonly number[]): number[] =>
  slices.flatMap((slice, at) => (at % 2 === 1 ? [mean([slice, slices[at - 1] ?? Number.NaN])] : []));

/** Runs each size for a moment and tells how many operations make a slice. */
async function warmUp(
  server: BenchRedis,
  { places, which }: Measuring,
  { sliceMs, maxOperations }: Pick<GrowthSizes, 'sliceMs' | 'maxOperations'>,
): Promise<number> {
  const startedAtMs = performance.now();
  for (const place of places) await cpuOf(server, place, which, WARM_UP);
  const eachMs = (performance.now() - startedAtMs) / (WARM_UP * places.length);
  return Math.min(maxOperations, Math.max(CONCURRENCY, Math.round(sliceMs / eachMs)));
}

/** Numbers of operations that nothing was filled with. */
let next = 10_000_000;

async function cpuOf(
  { meter }: BenchRedis,
  place: Place,
  which: number,
  operations: number,
): Promise<number> {
  const operation = place.stage.operations[which];
  if (operation === undefined) throw new Error('A stage has fewer operations than it had.');
  const first = next;
  next += operations;
  collectGarbage();
  const serverBeforeUs = await meter.cpuUs();
  const before = process.cpuUsage();
  await inBatches(operations, CONCURRENCY, (at) => operation.run(first + at));
  const { user, system } = process.cpuUsage(before);
  const serverUs = (await meter.cpuUs()) - serverBeforeUs;
  if (operation.isAdding) place.grownBy += operations;
  return (user + system + serverUs) / operations;
}

/** So that few stay few, however many have been added to them. */
async function refill(stage: GrowthStage, place: Place): Promise<void> {
  if (place.size + place.grownBy <= place.size * MAX_GROWN) return;
  await place.stage.close();
  await place.redis.flushdb('SYNC');
  place.stage = await stage.open(place.url);
  await place.stage.fill(place.size);
  place.grownBy = 0;
}
