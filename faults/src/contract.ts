import type { FaultFleet } from './fleet/contract.ts';
import type { Asking } from './asking/contract.ts';

/** What a scenario works with. */
export interface ScenarioStage {
  /** Healthy when the scenario begins; whatever it breaks is mended before the next one. */
  readonly fleet: FaultFleet;
  /** Asks the fleet as its clients do; everything asked is in the history that is checked afterwards. */
  readonly asking: Asking;
  /** Numbers from 0 up to 1, the same for the same seed. */
  readonly random: () => number;
  /** True for a run that takes its time. */
  readonly isSoak: boolean;
  /** Ends with the scenario's bound. */
  readonly signal: AbortSignal;
  /** A line of progress. */
  readonly say: (line: string) => void;
}

export interface ScenarioOutcome {
  /** From the heal, or from the fault where nothing heals it, to the first sign of life; null where nothing is to recover. */
  readonly recoveryMs: number | null;
  /** What was seen, in one line. */
  readonly note: string;
}

/** One fault: how it is caused, and what has to hold while and after it is there. */
export interface Scenario {
  /** F and two digits. */
  readonly id: string;
  readonly title: string;
  /** How long it may take, its heal and its checks not counted. */
  readonly boundSeconds: number;
  /** Data is destroyed on purpose: what is lost is reported, and everything else still has to hold. */
  readonly expectsLoss?: boolean;
  /**
   * How often a webhook may arrive once more after it was taken, because what came of the attempt could be lost on the way to
   * the queue; never when left out.
   */
  readonly webhookRepeats?: number;
  /** Where one machine cannot do what was wanted, what is done in its place. */
  readonly inPlaceOf?: string;
  /** Left out of the fast subset. */
  readonly isSlow?: boolean;
  /** Throws what did not hold. */
  run(stage: ScenarioStage): Promise<ScenarioOutcome>;
}
