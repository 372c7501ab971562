import type { Scenario } from '../contract.ts';
import type { FaultFleet } from '../fleet/contract.ts';
import { startFaultFleet } from '../fleet/start-fleet.ts';
import type { Plant } from './plant-defect.ts';
import { runScenario, type ScenarioRun } from './run-scenario.ts';

/** One line of the table. */
export interface ScenarioReport {
  readonly id: string;
  readonly title: string;
  readonly passed: boolean;
  readonly seeds: readonly number[];
  /** The longest of the seeds. */
  readonly recovery_ms: number | null;
  readonly note: string;
  readonly seconds: number;
}

export interface RunAllOptions {
  readonly isSoak: boolean;
  readonly seeds: readonly number[];
  readonly plant: Plant | null;
  readonly say: (line: string) => void;
  readonly startFleet?: typeof startFaultFleet;
}

/** Every scenario with every seed on one fleet; after a failure the next one gets a fleet that nothing has happened to. */
export async function runAll(
  scenarios: readonly Scenario[],
  options: RunAllOptions,
): Promise<ScenarioReport[]> {
  const { seeds, plant, isSoak, say, startFleet = startFaultFleet } = options;
  const reports: ScenarioReport[] = [];
  let fleet: FaultFleet | null = null;
  /** Why it did not stop, where it did not: what was seen of it before is still to be told. */
  const endFleet = async (): Promise<string | null> => {
    const ended = fleet;
    fleet = null;
    try {
      await ended?.stop();
      return null;
    } catch (error) {
      return `the fleet did not stop: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
  const openFleet = async (): Promise<FaultFleet | Error> => {
    try {
      fleet ??= await startFleet({ say });
      return fleet;
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  };
  const runOn = (on: FaultFleet | Error, scenario: Scenario, seed: number): Promise<ScenarioRun> =>
    on instanceof Error
      ? Promise.resolve({ passed: false, recoveryMs: null, note: on.message, seconds: 0 })
      : runScenario(scenario, { fleet: on, seed, plant, isSoak, say });
  const runOnce = async (scenario: Scenario, seed: number): Promise<ScenarioRun> => {
    const run = await runOn(await openFleet(), scenario, seed);
    say(lineOf(scenario, seed, run));
    return run.passed ? run : failedBy(run, await endFleet());
  };
  for (const scenario of scenarios) {
    const runs: ScenarioRun[] = [];
    for (const seed of seeds) runs.push(await runOnce(scenario, seed));
    reports.push(reportOf(scenario, seeds, runs));
  }
  const last = reports.pop();
  return last === undefined ? [] : [...reports, failedBy(last, await endFleet())];
}

/** As it is where there is no further failure. */
const failedBy = <Run extends { readonly passed: boolean; readonly note: string }>(
  run: Run,
  failure: string | null,
): Run => (failure === null ? run : { ...run, passed: false, note: `${run.note}; ${failure}` });

const lineOf = (
  { id, title }: Scenario,
  seed: number,
  { passed, seconds, recoveryMs, note }: ScenarioRun,
): string => {
  const recovery = recoveryMs === null ? '' : `, back after ${Math.round(recoveryMs)} ms`;
  return `${passed ? 'held ' : 'FAILED'} ${id} ${title} (seed ${seed}, ${seconds.toFixed(1)} s${recovery}): ${note}`;
};

function reportOf(
  scenario: Scenario,
  seeds: readonly number[],
  runs: readonly ScenarioRun[],
): ScenarioReport {
  const recoveries = runs.flatMap(({ recoveryMs }) => recoveryMs ?? []);
  const failed = runs.find(({ passed }) => !passed);
  const { note } = failed ?? runs.at(-1) ?? { note: 'not run' };
  return {
    id: scenario.id,
    title: scenario.title,
    passed: runs.length > 0 && failed === undefined,
    seeds,
    recovery_ms: recoveries.length === 0 ? null : Math.round(Math.max(...recoveries)),
    note: scenario.inPlaceOf === undefined ? note : `${note} (in place of: ${scenario.inPlaceOf})`,
    seconds: runs.reduce((sum, { seconds }) => sum + seconds, 0),
  };
}
