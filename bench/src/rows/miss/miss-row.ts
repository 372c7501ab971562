import type { BenchRow, Figure, RowReport, SideCosts } from '../../contract.ts';
import { cheapestSide } from '../../measure/cheapest-side.ts';
import { compareSides } from '../../measure/compare-sides.ts';
import { median } from '../../measure/quartiles.ts';
import { type Ratio, reportRatio } from '../../measure/report-ratio.ts';
import { peerVersion } from '../../peers.ts';
import { type ContentWork, contentWork, megabytesPerSecond } from './content-speeds.ts';
import { FULL_MISS, type Miss, SHORT_MISS } from './miss-material.ts';
import { createMissSides, FLOOR, OURS, PEERS } from './miss-sides.ts';

const ROW = 8;
const NAME = 'orchestration CPU per miss';
const MAX_OF_BEST_PEER = 1;
const FULL = { rounds: 7, sliceMs: 700 };
const QUICK = { rounds: 5, sliceMs: 200 };

type Costs = ReadonlyMap<string, SideCosts>;

interface Measured {
  /** Five passages of 400 characters. */
  readonly whole: Costs;
  /** A word for each: what does not grow with what is read. */
  readonly short: Costs;
  readonly content: Costs;
}

/** Benchmark row 8: CPU of this process for one question that no cache answers, every port answering at once. */
export const missRow: BenchRow = {
  row: ROW,
  name: NAME,
  versions: () => ({
    '@langchain/core': peerVersion('@langchain/core'),
    ai: peerVersion('ai'),
    '@llamaindex/core': peerVersion('@llamaindex/core'),
  }),
  run: async ({ isQuick, say }) => {
    const size = isQuick ? QUICK : FULL;
    const sidesOf = async (miss: Miss): Promise<Costs> => compareSides(await createMissSides(miss), size);
    say('  with a word for each passage …');
    const short = await sidesOf(SHORT_MISS);
    say('  with passages of 400 characters …');
    const whole = await sidesOf(FULL_MISS);
    say('  what is read, by itself …');
    const works = contentWork(FULL_MISS);
    const slices = new Map([...works].map(([name, { slice }]) => [name, slice] as const));
    const content = await compareSides(slices, { ...size, sliceMs: size.sliceMs / 4 });
    return reportOf({ whole, short, content }, works);
  },
};

const costsOf = (costs: Costs, side: string): SideCosts => costs.get(side) ?? { cpuUs: [], wallUs: [] };
const cpuOf = (costs: Costs, side: string): number => median(costsOf(costs, side).cpuUs);

function reportOf(measured: Measured, works: ReadonlyMap<string, ContentWork>): RowReport {
  const { short, whole, content } = measured;
  const { ratio, spread } = againstBest(short);
  const met = ratio !== null && ratio <= MAX_OF_BEST_PEER;
  return {
    row: ROW,
    name: NAME,
    ours: cpuOf(short, OURS),
    floor: cpuOf(short, FLOOR),
    peers: Object.fromEntries(PEERS.map((name) => [name, cpuOf(short, name)])),
    ratio,
    target: `<= ${MAX_OF_BEST_PEER}x the best peer, content-proportional work left out on both sides`,
    met,
    spread,
    figures: {
      with_400_characters_of_best_peer: wholeFigure(whole),
      content_us_a_miss: contentFigure(measured),
      ...speedFigures(content, works),
    },
    rounds: Object.fromEntries<SideCosts>([
      ...[...short].map(([side, cost]) => [`a word a passage: ${side}`, cost] as const),
      ...[...whole].map(([side, cost]) => [`400 characters a passage: ${side}`, cost] as const),
      ...content,
    ]),
  };
}

const againstBest = (costs: Costs): Ratio =>
  reportRatio(costsOf(costs, OURS), costsOf(costs, cheapestSide(costs, PEERS)));

const stated = (ratio: number | null, note: string): Figure => ({
  ratio,
  target: 'stated',
  met: true,
  note,
});

function wholeFigure(whole: Costs): Figure {
  const spent = [OURS, FLOOR, ...PEERS].map((side) => `${side} ${cpuOf(whole, side).toFixed(0)}`).join(', ');
  return stated(againstBest(whole).ratio, `us: ${spent}`);
}

function contentFigure({ short, whole }: Measured): Figure {
  const added = (side: string): number => cpuOf(whole, side) - cpuOf(short, side);
  const others = PEERS.map((side) => `${side} ${added(side).toFixed(0)}`).join(', ');
  return stated(added(OURS), `of ours, for 2,000 B of passages, a question and an answer; ${others}`);
}

const speedFigures = (content: Costs, works: ReadonlyMap<string, ContentWork>): Record<string, Figure> =>
  Object.fromEntries(
    [...works].map(([name, { bytes }]) => {
      const us = cpuOf(content, name);
      return [`MB/s of ${name}`, stated(megabytesPerSecond(bytes, us), `${us.toFixed(1)} us a miss`)];
    }),
  );
