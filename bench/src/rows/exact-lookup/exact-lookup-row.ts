import { areMet } from '../../measure/figures.ts';
import { setImmediate } from 'node:timers/promises';
import { sampleAnswer, sampleQuestion } from '../../answers/sample-answer.ts';
import { BENCH_PLACE } from '../../answers/cache-place.ts';
import { inBatches } from '../../answers/in-batches.ts';
import type { BenchRow, Figure, RowReport, SideCosts, Slice } from '../../contract.ts';
import { compareSides } from '../../measure/compare-sides.ts';
import { median } from '../../measure/quartiles.ts';
import { NO_COSTS, reportRatio } from '../../measure/report-ratio.ts';
import { peerVersion } from '../../peers.ts';
import type { BenchRedis } from '../../servers/bench-redis.ts';
import { type OnRedis, onEachRedis } from '../../servers/on-each-redis.ts';
import { drawnPlaces, type QuestionDraw } from './question-draws.ts';
import {
  createLookupSides,
  FLOOR,
  LANGCHAIN,
  LANGCHAIN_OWN,
  type Lookup,
  type LookupSides,
  OURS,
  type OwnReads,
} from './lookup-sides.ts';

const ROW = 5;
const NAME = 'exact-tier lookup, permission check included';
const MAX_OF_GET = 1.25;
const MAX_OF_LANGCHAIN = 0.65;
/** One caller after the other, as the start point was measured; and many at once, where a command is cheaper. */
const CALLERS = { one: 1, many: 50 } as const;
/** Questions that ours answers beforehand; as many as there are keys where those are more. */
const MIN_WARM = 5_000;
const FULL = { rounds: 7, sliceMs: 800, few: 1_000, many: 100_000 };
const QUICK = { rounds: 5, sliceMs: 250, few: 1_000, many: 10_000 };

interface Measured extends QuestionDraw {
  readonly callers: number;
  readonly costs: ReadonlyMap<string, SideCosts>;
  readonly late: number;
  /** Share of our readings that asked no server. */
  readonly near: number;
}

/** Benchmark row 5: CPU of this process and of Redis for one answer out of the cache, served under a checked access. */
export const exactLookupRow: BenchRow = {
  row: ROW,
  name: NAME,
  versions: () => ({
    '@langchain/redis': peerVersion('@langchain/redis'),
    'node-redis': peerVersion('redis'),
  }),
  run: async (options) => {
    const size = options.isQuick ? QUICK : FULL;
    return reportOf(await onEachRedis(options, (server) => measureOn(server, size)));
  },
};

type Size = typeof FULL;

async function measureOn(server: BenchRedis, size: Size): Promise<Measured[]> {
  const few = await measureOver(server, size, size.few, [
    { law: 'evenly', callers: CALLERS.one },
    { law: 'evenly', callers: CALLERS.many },
  ]);
  const many = await measureOver(server, size, size.many, [
    { law: 'zipf', callers: CALLERS.one },
    { law: 'evenly', callers: CALLERS.one },
  ]);
  return [...few, ...many];
}

type Case = Pick<Measured, 'law' | 'callers'>;

async function measureOver(
  server: BenchRedis,
  size: Size,
  keys: number,
  cases: readonly Case[],
): Promise<Measured[]> {
  await server.clear();
  const sides = await createLookupSides(server, keys);
  await requireHits(sides.sides);
  const measured: Measured[] = [];
  for (const one of cases) measured.push(await measureCase(server, size, sides, { ...one, keys }));
  await sides.close();
  return measured;
}

async function measureCase(
  server: BenchRedis,
  size: Size,
  { sides, late, reads }: LookupSides,
  drawn: QuestionDraw & Case,
): Promise<Measured> {
  await warm(sides.get(OURS), drawn);
  const [lateBefore, readsBefore] = [late(), reads()];
  const slices = new Map([...sides].map(([name, lookup]) => [name, sliceOf(lookup, drawn)] as const));
  const costs = await compareSides(slices, { ...size, serverCpuUs: server.meter.cpuUs });
  return { ...drawn, costs, late: late() - lateBefore, near: nearShare(readsBefore, reads()) };
}

/** Ours has been up for a while, as a worker has; the other sides remember nothing. */
async function warm(ours: Lookup | undefined, drawn: QuestionDraw): Promise<void> {
  const places = drawnPlaces(drawn);
  await inBatches(
    Math.max(drawn.keys, MIN_WARM),
    CALLERS.many,
    (at) => ours?.(sampleQuestion(places[at] ?? 0)) ?? Promise.resolve(),
  );
}

function nearShare(before: OwnReads, after: OwnReads): number {
  const near = after.near - before.near;
  return near / (near + after.store - before.store);
}

/** What is not found costs little: a side that finds nothing would win. */
async function requireHits(sides: ReadonlyMap<string, Lookup>): Promise<void> {
  for (const [name, lookup] of sides) {
    const { question, value, entry } = sampleAnswer(7, BENCH_PLACE);
    const found = await lookup(question);
    if (found !== value && found !== entry.result.answer)
      throw new Error(`${name} does not find what it kept: ${String(found).slice(0, 80)}`);
  }
}

/** So many callers at the same time, each with one lookup after the other of the questions as they are drawn. */
function sliceOf(lookup: Lookup, drawn: QuestionDraw & Case): Slice {
  const places = drawnPlaces(drawn);
  // All of them, so that what a side remembers of few questions helps it with few keys alone.
  const questions = Array.from({ length: drawn.keys }, (_, at) => sampleQuestion(at));
  let next = 0;
  return async (untilMs) => {
    let count = 0;
    const call = async (): Promise<void> => {
      while (performance.now() < untilMs) {
        const question = questions[places[next++ % places.length] ?? 0] ?? '';
        if ((await lookup(question)) === null) throw new Error('An answer is not there any more.');
        count += 1;
        // As between two queries: what the server has to say is heard, and no side answers without giving way.
        await setImmediate();
      }
    };
    await Promise.all(Array.from({ length: drawn.callers }, call));
    return count;
  };
}

function reportOf(servers: readonly OnRedis<Measured[]>[]): RowReport {
  const all = servers.flatMap((server) =>
    'missing' in server ? [] : server.result.map((one) => ({ ...one, major: server.major })),
  );
  const figures = Object.fromEntries([
    ...all.flatMap((one) => figuresOf(`redis_${one.major}`, one)),
    ...servers.flatMap((server) =>
      'missing' in server ? [[`redis_${server.major}`, missing(server.missing)] as const] : [],
    ),
  ]);
  const [first] = all;
  const of = (side: string): SideCosts => first?.costs.get(side) ?? NO_COSTS;
  const { ratio, spread } = reportRatio(of(OURS), of(FLOOR));
  return {
    row: ROW,
    name: NAME,
    ours: median(of(OURS).cpuUs),
    floor: median(of(FLOOR).cpuUs),
    peers: { [LANGCHAIN]: median(of(LANGCHAIN).cpuUs), [LANGCHAIN_OWN]: median(of(LANGCHAIN_OWN).cpuUs) },
    ratio,
    target: `<= ${MAX_OF_GET}x ${FLOOR}`,
    met: areMet(figures),
    spread,
    figures,
    rounds: Object.fromEntries(
      all.flatMap(({ major, keys, law, callers, costs }) =>
        [...costs].map(([side, cost]) => [
          `redis ${major}, ${keys} keys ${law}, ${callers} callers: ${side}`,
          cost,
        ]),
      ),
    ),
  };
}

const missing = (note: string): Figure => ({ ratio: null, target: 'measured', met: false, note });

function figuresOf(server: string, measured: Measured): [string, Figure][] {
  const { keys, law, callers, costs, late, near } = measured;
  const of = (side: string): SideCosts => costs.get(side) ?? NO_COSTS;
  const cpu = (side: string): string => median(of(side).cpuUs).toFixed(1);
  const name = `${server}_${keys}_keys_${law}`;
  const spent = `ours ${cpu(OURS)}, GET ${cpu(FLOOR)}, LangChain ${cpu(LANGCHAIN)} and ${cpu(LANGCHAIN_OWN)} us`;
  const note = `${spent}; ${(100 * near).toFixed(1)} % of ours near; ${late} late`;
  const against = (side: string, max: number): Figure => {
    const { ratio } = reportRatio(of(OURS), of(side));
    return isStated(measured)
      ? { ratio, target: 'stated', met: true }
      : { ratio, target: `<= ${max}x`, met: ratio !== null && ratio <= max };
  };
  const toGet: Figure = { ...against(FLOOR, MAX_OF_GET), note };
  if (callers > 1) return [[`${name}_${callers}_callers_of_get`, toGet]];
  return [
    [`${name}_of_get`, toGet],
    [`${name}_of_langchain`, against(LANGCHAIN, MAX_OF_LANGCHAIN)],
    [`${name}_of_langchain_over_node_redis`, against(LANGCHAIN_OWN, MAX_OF_LANGCHAIN)],
  ];
}

/** Many callers; and many keys asked for alike, as nobody asks: what an entry costs that is opened anew each time. */
const isStated = ({ keys, law, callers }: Measured): boolean =>
  callers > 1 || (law === 'evenly' && keys > FULL.few);
