import type { BenchRow, Figure, RowReport, SideCosts } from '../../contract.ts';
import { cheapestSide } from '../../measure/cheapest-side.ts';
import { compareSides } from '../../measure/compare-sides.ts';
import { median } from '../../measure/quartiles.ts';
import { NO_COSTS, type Ratio, reportRatio } from '../../measure/report-ratio.ts';
import { peerVersion } from '../../peers.ts';
import { type ContentWork, contentWork, megabytesPerSecond } from './content-speeds.ts';
import {
  CONTENT_STEPS,
  type ContentStep,
  cpuOfStep,
  type StepShares,
  withoutContent,
} from './content-steps.ts';
import { FULL_MISS, type Miss, SHORT_MISS } from './miss-material.ts';
import { BARE, createMissSides, FLOOR, OURS, PEERS } from './miss-sides.ts';

const ROW = 8;
const NAME = 'orchestration CPU per miss';
const MAX_OF_BEST_PEER = 1;
const FULL = { rounds: 7, sliceMs: 700, warmUpMisses: 6_000 };
const QUICK = { rounds: 5, sliceMs: 200, warmUpMisses: 1_000 };

type Costs = ReadonlyMap<string, SideCosts>;

/** All sides on one miss, and ours a second time without the steps that read texts: as it is, and bare. */
interface MeasuredMiss {
  readonly costs: Costs;
  readonly shares: readonly StepShares[];
  readonly orchestration: SideCosts;
  readonly bare: SideCosts;
}

interface Measured {
  /** Five passages of 400 characters. */
  readonly whole: MeasuredMiss;
  /** A word for each: what does not grow with what is read. */
  readonly short: MeasuredMiss;
  readonly content: Costs;
}

/**
 * Benchmark row 8: CPU of this process for one question that no cache answers, every port answering at once. Beside it stand
 * the figures with a word for each text: what is left then does not grow with what is read.
 */
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
    say('  with a word for each passage …');
    const short = await measure(SHORT_MISS, size);
    say('  with passages of 400 characters …');
    const whole = await measure(FULL_MISS, size);
    say('  what is read, by itself …');
    const works = contentWork(FULL_MISS);
    const slices = new Map([...works].map(([name, { slice }]) => [name, slice] as const));
    const content = await compareSides(slices, { ...size, sliceMs: size.sliceMs / 4 });
    return reportOf({ whole, short, content }, works);
  },
};

async function measure(miss: Miss, size: typeof FULL): Promise<MeasuredMiss> {
  const { slices, shares: sharesOf } = await createMissSides(miss, size.warmUpMisses);
  const costs = await compareSides(slices, size);
  const [shares = [], bareShares = []] = [OURS, BARE].map((name) => sharesOf.get(name));
  return {
    costs,
    shares,
    orchestration: withoutContent(costsOf(costs, OURS), shares),
    bare: withoutContent(costsOf(costs, BARE), bareShares),
  };
}

const costsOf = (costs: Costs, side: string): SideCosts => costs.get(side) ?? NO_COSTS;
const cpuOf = (costs: Costs, side: string): number => median(costsOf(costs, side).cpuUs);

function reportOf(measured: Measured, works: ReadonlyMap<string, ContentWork>): RowReport {
  const { short, whole, content } = measured;
  const { ratio, spread } = againstBest(whole.orchestration, whole.costs);
  return {
    row: ROW,
    name: NAME,
    ours: median(whole.orchestration.cpuUs),
    floor: cpuOf(whole.costs, FLOOR),
    peers: Object.fromEntries(PEERS.map((name) => [name, cpuOf(whole.costs, name)])),
    ratio,
    target: `<= ${MAX_OF_BEST_PEER}x the best peer, what reads texts left out`,
    met: ratio !== null && ratio <= MAX_OF_BEST_PEER,
    spread,
    figures: {
      with_every_guard_and_a_word_a_passage: totalFigure(short),
      with_every_guard_and_400_characters_a_passage: totalFigure(whole),
      orchestration_with_a_word_a_passage: orchestrationFigure(short),
      orchestration_of_what_peers_do_too: bareFigure(whole),
      orchestration_of_what_peers_do_too_with_a_word_a_passage: bareFigure(short),
      ...Object.fromEntries(CONTENT_STEPS.map((step) => [`us_of_step_${step}`, stepFigure(measured, step)])),
      ...speedFigures(content, works),
    },
    rounds: Object.fromEntries<SideCosts>([
      ['a word a passage: orchestration', short.orchestration],
      ...[...short.costs].map(([side, cost]) => [`a word a passage: ${side}`, cost] as const),
      ['a word a passage: orchestration of what peers do too', short.bare],
      ['400 characters a passage: orchestration', whole.orchestration],
      ['400 characters a passage: orchestration of what peers do too', whole.bare],
      ...[...whole.costs].map(([side, cost]) => [`400 characters a passage: ${side}`, cost] as const),
      ...content,
    ]),
  };
}

const againstBest = (ours: SideCosts, costs: Costs): Ratio =>
  reportRatio(ours, costsOf(costs, cheapestSide(costs, PEERS)));

const stated = (ratio: number | null, note: string): Figure => ({
  ratio,
  target: 'stated',
  met: true,
  note,
});

/** Everything that ours does, against the best peer. */
function totalFigure({ costs }: MeasuredMiss): Figure {
  const spent = [OURS, FLOOR, ...PEERS].map((side) => `${side} ${cpuOf(costs, side).toFixed(0)}`).join(', ');
  return stated(againstBest(costsOf(costs, OURS), costs).ratio, `of the best peer; us: ${spent}`);
}

const orchestrationFigure = ({ costs, orchestration }: MeasuredMiss): Figure =>
  stated(
    againstBest(orchestration, costs).ratio,
    `of the best peer; ${median(orchestration.cpuUs).toFixed(0)} us`,
  );

const bareFigure = ({ costs, bare }: MeasuredMiss): Figure =>
  stated(
    againstBest(bare, costs).ratio,
    `of the best peer; ${median(bare.cpuUs).toFixed(0)} us without cache, flight, reranker and audit`,
  );

function stepFigure({ short, whole }: Measured, step: ContentStep): Figure {
  const usOf = ({ costs, shares }: MeasuredMiss): number =>
    median(cpuOfStep(costsOf(costs, OURS), shares, step));
  return stated(usOf(whole), `a miss with 400 characters a passage; ${usOf(short).toFixed(1)} with a word`);
}

const speedFigures = (content: Costs, works: ReadonlyMap<string, ContentWork>): Record<string, Figure> =>
  Object.fromEntries(
    [...works].map(([name, { bytes }]) => {
      const us = cpuOf(content, name);
      return [`MB/s of ${name}`, stated(megabytesPerSecond(bytes, us), `${us.toFixed(1)} us a miss`)];
    }),
  );
