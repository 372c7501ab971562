import { areMet } from '../../measure/figures.ts';
import { type NearestMembers, nearestMembers } from '../../../floors/semantic-lookup.ts';
import type { BenchRow, Figure, RowReport, SideCosts, Slice } from '../../contract.ts';
import { compareSides } from '../../measure/compare-sides.ts';
import { median } from '../../measure/quartiles.ts';
import { NO_COSTS, reportRatio } from '../../measure/report-ratio.ts';
import type { BenchRedis } from '../../servers/bench-redis.ts';
import { type OnRedis, onEachRedis } from '../../servers/on-each-redis.ts';
import { clusteredVectors } from '../../vectors/clustered-vectors.ts';
import { createExactScan } from '../../vectors/exact-scan.ts';
import { questionsNear, type Recall, recallOf } from './recall-of.ts';
import { DIMENSION, fillSemanticTier, type SemanticTier } from './semantic-tier.ts';

const ROW = 6;
const NAME = 'semantic lookup, entries read and permission check included';
const MAX_OF_VSIM = 1.3;
const MAX_GROWTH = 2.5;
const MIN_RECALL = 0.99;
const SEED = 6;
/** A wording that would be served, and one that lies below the threshold. */
const [SERVED, FAR] = [0.97, 0.9];
const SCAN_BOUND = 1_000;
/** The depth that finds the nearest of every size in 99 of 100 searches, and the one that ours begins with. */
const [DEPTH, FIRST_DEPTH] = [300, 64];
const [FLOOR, SHALLOW, SCAN] = [
  `bare VSIM, depth ${DEPTH}`,
  `bare VSIM, depth ${FIRST_DEPTH}`,
  'exact scan in JavaScript',
];
const FULL = { rounds: 7, sliceMs: 1_000, small: 1_000, middle: 10_000, large: 100_000 };
const QUICK = { rounds: 5, sliceMs: 400, small: 500, middle: 2_000, large: 0 };
type Size = typeof FULL;

const sideOf = (entries: number): string => `ours, ${entries} entries`;
const missOf = (entries: number): string => `ours, nothing near among ${entries}`;

interface Measured {
  readonly index: string;
  /** Entries of the sides that are compared. */
  readonly entries: number;
  readonly costs: ReadonlyMap<string, SideCosts>;
  readonly recalls: readonly Recall[];
}

const vectors = clusteredVectors(DIMENSION, SEED);

/** Benchmark row 6: CPU of this process and of Redis for one answer found by its question's vector. */
export const semanticLookupRow: BenchRow = {
  row: ROW,
  name: NAME,
  versions: () => ({}),
  run: async (options) => {
    const size = options.isQuick ? QUICK : FULL;
    return reportOf(await onEachRedis(options, (server) => measureOn(server, size, options.say)), size);
  },
};

/** What would be served, and what the index finds of questions that nothing is served for. */
async function recallsOf(tier: SemanticTier): Promise<Recall[]> {
  const scan = createExactScan(vectors, tier.entries, DIMENSION);
  const near = (similarity: number): Float32Array[] => questionsNear(vectors, tier.entries, similarity);
  return [
    await recallOf({
      entries: tier.entries,
      probes: near(SERVED),
      similarity: SERVED,
      scan,
      find: tier.lookUp,
    }),
    await recallOf({ entries: tier.entries, probes: near(FAR), similarity: FAR, scan, find: tier.nearest }),
  ];
}

async function measureOn(server: BenchRedis, size: Size, say: (line: string) => void): Promise<Measured> {
  const hasVectorSets = server.major >= 8;
  const middle = hasVectorSets ? size.middle : SCAN_BOUND;
  const counts = hasVectorSets
    ? [size.small, size.middle, ...(size.large > 0 ? [size.large] : [])]
    : [SCAN_BOUND];
  const tiers: SemanticTier[] = [];
  for (const count of counts) {
    say(`  ${count} entries …`);
    tiers.push(await fillSemanticTier(server, vectors, count));
  }
  const recalls = [];
  for (const tier of tiers) recalls.push(...(await recallsOf(tier)));
  const of = tiers.find(({ entries }) => entries === middle);
  const sides = new Map<string, Slice>();
  for (const { entries, lookUp } of tiers) {
    sides.set(sideOf(entries), sliceOf(entries, SERVED, lookUp));
    sides.set(
      missOf(entries),
      sliceOf(entries, FAR, async (probe) => (await lookUp(probe)) ?? 'nothing'),
    );
  }
  if (hasVectorSets && of !== undefined)
    for (const [side, depth] of [
      [FLOOR, DEPTH],
      [SHALLOW, FIRST_DEPTH],
    ] as const)
      sides.set(side, sliceOf(middle, SERVED, bareOf({ redis: server.redis, key: of.key, depth })));
  const scan = createExactScan(vectors, middle, DIMENSION);
  sides.set(
    SCAN,
    sliceOf(middle, SERVED, async (probe) => scan.nearest(probe)),
  );
  const costs = await compareSides(sides, { ...size, serverCpuUs: server.meter.cpuUs });
  return { index: tiers[0]?.indexName ?? '', entries: middle, costs, recalls };
}

const bareOf =
  (place: Omit<NearestMembers, 'vector'>) =>
  (vector: Float32Array): Promise<unknown> =>
    nearestMembers({ ...place, vector });

function sliceOf(
  entries: number,
  similarity: number,
  lookUp: (probe: Float32Array) => Promise<unknown>,
): Slice {
  const probes = questionsNear(vectors, entries, similarity);
  let next = 0;
  return async (untilMs) => {
    let count = 0;
    while (performance.now() < untilMs) {
      const probe = probes[next];
      next = (next + 1) % probes.length;
      if (probe === undefined || (await lookUp(probe)) === null) continue;
      count += 1;
    }
    return count;
  };
}

function reportOf(servers: readonly OnRedis<Measured>[], size: Size): RowReport {
  const measured = servers.flatMap((server) => ('missing' in server ? [] : [server]));
  const best = measured.find(({ major }) => major >= 8);
  const figures = Object.fromEntries(
    servers.flatMap((server): [string, Figure][] =>
      'missing' in server
        ? [[`redis_${server.major}`, { ratio: null, target: 'measured', met: false, note: server.missing }]]
        : figuresOf(server.major, server.result, size),
    ),
  );
  const of = (side: string): SideCosts => best?.result.costs.get(side) ?? NO_COSTS;
  const { ratio, spread } = reportRatio(of(sideOf(size.middle)), of(FLOOR));
  return {
    row: ROW,
    name: NAME,
    ours: median(of(sideOf(size.middle)).cpuUs),
    floor: median(of(FLOOR).cpuUs),
    peers: { [SCAN]: median(of(SCAN).cpuUs) },
    ratio,
    target: `<= ${MAX_OF_VSIM}x ${FLOOR}`,
    met: ratio !== null && ratio <= MAX_OF_VSIM && areMet(figures),
    spread,
    figures,
    rounds: Object.fromEntries(
      measured.flatMap(({ major, result }) =>
        [...result.costs].map(([side, cost]) => [`redis ${major}: ${side}`, cost]),
      ),
    ),
  };
}

function figuresOf(
  major: number,
  { index, entries, costs, recalls }: Measured,
  size: Size,
): [string, Figure][] {
  const of = (side: string): SideCosts => costs.get(side) ?? NO_COSTS;
  const cpu = (side: string): string => `${median(of(side).cpuUs).toFixed(0)} us`;
  const recall = recalls.map((one): [string, Figure] => [
    `redis_${major}_recall_at_1_of_${one.entries}_cosine_${one.similarity}`,
    {
      ratio: one.recall,
      target: `>= ${MIN_RECALL} of the exact scan`,
      met: one.recall >= MIN_RECALL,
      note: `${one.questions} questions`,
    },
  ]);
  const scan = reportRatio(of(sideOf(entries)), of(SCAN));
  const beside: [string, Figure] = [
    `redis_${major}_of_exact_scan`,
    {
      ratio: scan.ratio,
      target: 'stated',
      met: true,
      note: `${index} over ${entries} entries${major < 8 ? ', its bound' : ''}: ${cpu(sideOf(entries))}; scan ${cpu(SCAN)}`,
    },
  ];
  if (major < 8) return [...recall, beside];
  const shallow = reportRatio(of(sideOf(entries)), of(SHALLOW));
  const sizes = [...new Set(recalls.map((one) => one.entries))];
  return [
    ...recall,
    beside,
    [
      `redis_${major}_of_shallow_vsim`,
      { ratio: shallow.ratio, target: 'stated', met: true, note: cpu(SHALLOW) },
    ],
    ...sizes.map((one): [string, Figure] => [
      `redis_${major}_nothing_near_among_${one}`,
      {
        ratio: reportRatio(of(missOf(one)), of(sideOf(one))).ratio,
        target: 'stated',
        met: true,
        note: `${cpu(missOf(one))}, beside one that is found`,
      },
    ]),
    ['growth', growthOf(of, size)],
  ];
}

function growthOf(of: (side: string) => SideCosts, { small, middle, large }: Size): Figure {
  const most = large > 0 ? large : middle;
  const { ratio } = reportRatio(of(sideOf(most)), of(sideOf(small)));
  const times = Math.round(most / small);
  // A short look does not build the large set, and then there is nothing to be held to.
  if (large === 0)
    return {
      ratio,
      target: 'stated',
      met: true,
      note: `from ${small} to ${most} entries, ${times} times as many`,
    };
  const isMet = ratio !== null && ratio <= MAX_GROWTH;
  return { ratio, target: `<= ${MAX_GROWTH}x from ${small} to ${most} entries`, met: isMet };
}
