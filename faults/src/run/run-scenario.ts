import { seededNumbers } from '@ragfleet/test-support';
import { createAsking } from '../asking/create-asking.ts';
import type { Scenario, ScenarioOutcome, ScenarioStage } from '../contract.ts';
import type { FaultFleet } from '../fleet/contract.ts';
import { checkHistory } from '../history/check-history.ts';
import { createHistoryRecorder } from '../history/record-history.ts';
import { collectHistory } from './collect-history.ts';
import { type Plant, plantDefect } from './plant-defect.ts';
import { watchSettled } from './watch-settled.ts';

export interface RunOptions {
  readonly fleet: FaultFleet;
  readonly seed: number;
  readonly plant: Plant | null;
  readonly isSoak: boolean;
  /** What a healed fleet may take to come to rest; a minute when left out. */
  readonly quiesceMs?: number;
  readonly say: (line: string) => void;
}

/** How one scenario went with one seed. */
export interface ScenarioRun {
  readonly passed: boolean;
  readonly recoveryMs: number | null;
  readonly note: string;
  readonly seconds: number;
}

/** What begun work may still take when the bound is over. */
const UNWIND_MS = 2_000;
const MAX_SHOWN = 5;
const QUIESCE_MS = 60_000;

/** Breaks the fleet, mends it, and checks everything that its clients were told meanwhile. Never throws for what did not hold. */
export async function runScenario(scenario: Scenario, options: RunOptions): Promise<ScenarioRun> {
  const startedAt = performance.now();
  const done = (passed: boolean, note: string, recoveryMs: number | null = null): ScenarioRun => ({
    passed,
    recoveryMs,
    note,
    seconds: (performance.now() - startedAt) / 1_000,
  });
  try {
    await options.fleet.mend();
    const { outcome, violations } = await breakAndCheck(scenario, options);
    if (violations.length > 0)
      return done(false, violations.slice(0, MAX_SHOWN).join('; '), outcome.recoveryMs);
    return done(true, outcome.note, outcome.recoveryMs);
  } catch (error) {
    return done(false, error instanceof Error ? error.message : String(error));
  }
}

async function breakAndCheck(
  scenario: Scenario,
  { fleet, seed, plant, isSoak, say, quiesceMs = QUIESCE_MS }: RunOptions,
): Promise<{ readonly outcome: ScenarioOutcome; readonly violations: readonly string[] }> {
  const history = createHistoryRecorder();
  const asking = createAsking(fleet, history);
  const random = seededNumbers(seed);
  const fromDelivery = fleet.receiver.deliveries.length;
  const startedAtMs = Date.now();
  await fleet.findings(); // what came up between two scenarios belongs to neither
  using watch = await watchSettled(fleet.queue, history);
  watch.begin();
  const signal = AbortSignal.timeout(scenario.boundSeconds * 1_000);
  const outcome = await withinBound(scenario, { fleet, asking, random, signal, isSoak, say });
  await fleet.mend();
  if (plant !== null) await plantDefect(plant, { fleet, history, asking });
  const expectsLoss = scenario.expectsLoss === true;
  const collected = await collectHistory({
    fleet,
    asking,
    history,
    fromDelivery,
    startedAtMs,
    random,
    quiesceMs,
    expectsLoss,
  });
  const { violations, lost } = checkHistory(collected, {
    expectsLoss,
    webhookRepeats: scenario.webhookRepeats ?? 0,
  });
  const shown = violations.map(({ law, queryId, detail }) =>
    `${law} ${queryId ?? ''} ${detail}`.replaceAll('  ', ' '),
  );
  const note = lost.length === 0 ? outcome.note : `${outcome.note}; ${lost.length} lost, as announced`;
  return { outcome: { ...outcome, note }, violations: shown };
}

async function withinBound(scenario: Scenario, stage: ScenarioStage): Promise<ScenarioOutcome> {
  const { promise: timeUp, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Error(`It was not over within ${scenario.boundSeconds} s.`)),
    scenario.boundSeconds * 1_000 + UNWIND_MS,
  );
  try {
    return await Promise.race([scenario.run(stage), timeUp]);
  } finally {
    clearTimeout(timer);
  }
}
