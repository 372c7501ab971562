import type { Step } from '@ragfleet/rag-core';
import type { SideCosts, Slice } from '../../contract.ts';

/**
 * The steps that read texts and do little else: their time grows with what is read, and no peer has them. What other
 * steps read (equal texts in `recheck`, complexity in `route`, citations and output filter in `generate`) is not taken
 * out of them.
 */
export const CONTENT_STEPS = ['sanitize', 'pii', 'context', 'filter', 'build'] as const satisfies Step[];
export type ContentStep = (typeof CONTENT_STEPS)[number];

/** Shares of the time of a slice, by step. */
export type StepShares = Readonly<Record<ContentStep, number>>;

/** Listens to the spans of a side while its slices run. */
export interface StepClock {
  readonly onSpan: (step: Step, fromMs: number, toMs: number) => void;
  /** The slice, its shares noted at its end. */
  timed(slice: Slice): Slice;
  /** Of each slice so far; the first is the one that counts for nothing. */
  readonly shares: readonly StepShares[];
}

export function createStepClock(): StepClock {
  const spentMs = new Map<Step, number>();
  const shares: StepShares[] = [];
  return {
    onSpan: (step, fromMs, toMs) => void spentMs.set(step, (spentMs.get(step) ?? 0) + toMs - fromMs),
    timed: (slice) => async (untilMs) => {
      spentMs.clear();
      const startedMs = performance.now();
      const operations = await slice(untilMs);
      const wallMs = performance.now() - startedMs;
      const share = (step: ContentStep): number => (spentMs.get(step) ?? 0) / wallMs;
      shares.push({
        sanitize: share('sanitize'),
        pii: share('pii'),
        context: share('context'),
        filter: share('filter'),
        build: share('build'),
      });
      return operations;
    },
    shares,
  };
}

/**
 * CPU of each round without that of the content steps, by their share of the round's time. These steps wait for nothing;
 * that garbage collection and what else the machine does fall on all steps alike is assumed.
 */
export function withoutContent(costs: SideCosts, shares: readonly StepShares[]): SideCosts {
  const left = (share: StepShares | undefined): number =>
    share === undefined ? Number.NaN : 1 - CONTENT_STEPS.reduce((sum, step) => sum + share[step], 0);
  const rest = (us: readonly number[]): number[] => us.map((one, round) => one * left(shares[round + 1]));
  return { cpuUs: rest(costs.cpuUs), wallUs: rest(costs.wallUs) };
}

/** CPU of one step in each round, in microseconds a miss. */
export const cpuOfStep = (
  { cpuUs }: SideCosts,
  shares: readonly StepShares[],
  step: ContentStep,
): readonly number[] => cpuUs.map((us, round) => us * (shares[round + 1]?.[step] ?? Number.NaN));
