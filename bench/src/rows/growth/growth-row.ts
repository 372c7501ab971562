import type { BenchRow, Figure, RowReport } from '../../contract.ts';
import { areMet } from '../../measure/figures.ts';
import { startPrivateRedis } from '../../servers/bench-redis.ts';
import { growthFigure, growthOf, memoryFigure } from './growth-of.ts';
import type { GrowthStage } from './growth-stage.ts';
import { type GrowthSizes, type MeasuredStage, measureStage } from './measure-stage.ts';
import { askedQuestions } from './stages/asked-questions.ts';
import { cachedAnswers } from './stages/cached-answers.ts';
import { ledgerRows } from './stages/ledger-rows.ts';
import { pendingWebhooks } from './stages/pending-webhooks.ts';
import { prioritisedQueries, waitingQueries } from './stages/query-stages.ts';

const ROW = 15;
const NAME = 'growth: what an operation costs where there is a hundred times as much';
const FULL: GrowthSizes = {
  sizes: [1_000, 10_000, 100_000],
  rounds: 17,
  sliceMs: 100,
  maxOperations: 400,
};
const QUICK: GrowthSizes = { sizes: [200, 2_000, 20_000], rounds: 9, sliceMs: 50, maxOperations: 100 };
const STAGES = [
  waitingQueries,
  prioritisedQueries,
  cachedAnswers,
  ledgerRows,
  pendingWebhooks,
  askedQuestions,
] as const;

/** What a fleet holds, and what its operations cost with few and with many of it. The semantic tier has that in row 6. */
export const growthRow: BenchRow = {
  row: ROW,
  name: NAME,
  versions: () => ({}),
  run: async ({ isQuick, say }) => {
    await using started = new AsyncDisposableStack();
    const server = await startPrivateRedis('queue', say);
    started.defer(() => server.close());
    const sizes = isQuick ? QUICK : FULL;
    const measured: [GrowthStage, MeasuredStage][] = [];
    for (const stage of STAGES) {
      say(`  ${sizes.sizes.at(-1)} ${stage.things} …`);
      measured.push([stage, await measureStage(server, stage, sizes)]);
    }
    return reportOf(measured, sizes, server.version);
  },
};

function reportOf(
  measured: readonly (readonly [GrowthStage, MeasuredStage])[],
  { sizes }: GrowthSizes,
  version: string,
): RowReport {
  const figures = Object.fromEntries(measured.flatMap(([stage, found]) => figuresOf(stage, found)));
  const slopes = measured.flatMap(([, { operations }]) => operations.map(({ costs }) => growthOf(costs)));
  const [steepest] = slopes.toSorted((one, other) => other.slope - one.slope);
  return {
    row: ROW,
    name: NAME,
    ours: steepest?.slope ?? Number.NaN,
    floor: null,
    peers: {},
    unit: `the steepest slope of ${slopes.length}, of logarithms, from ${sizes[0]} to ${sizes.at(-1)} (Redis ${version}); the semantic tier’s growth is in row 6`,
    ratio: steepest?.slope ?? null,
    target: 'every figure within its own',
    met: areMet(figures),
    spread: steepest?.spread ?? [Number.NaN, Number.NaN],
    figures,
    rounds: {},
    details: Object.fromEntries(measured.map(([{ things }, found]) => [things, found])),
  };
}

const figuresOf = (
  { things, hasMemory }: GrowthStage,
  { operations, memory }: MeasuredStage,
): [string, Figure][] => [
  ...operations.map(({ name, law, costs }): [string, Figure] => [name, growthFigure(costs, law, things)]),
  ...(hasMemory
    ? [[`memory_of_${things.replaceAll(' ', '_')}`, memoryFigure(memory, things)] as [string, Figure]]
    : []),
];
