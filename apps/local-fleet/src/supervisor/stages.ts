import { Fault } from '@ragfleet/kernel';
import type { SupervisedProcess } from './contract.ts';

/** Processes that may start side by side, after every stage before them. */
export type Stage = readonly SupervisedProcess[];

/** Starts a stage. When one process fails the others of the stage are still awaited, so that all can be stopped. */
export async function startStage(stage: Stage): Promise<void> {
  const outcomes = await Promise.allSettled(stage.map((process) => process.start()));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Stops the stages in reverse order, each within `graceMs`. */
export async function stopStages(stages: readonly Stage[], graceMs: number): Promise<void> {
  for (const stage of stages.toReversed()) {
    await Promise.all(stage.map((process) => process.stop(graceMs)));
  }
}

/** The same, once however often it is asked for: a process that hears a second signal ends at once, with what it has begun. */
export function stopStagesOnce(stages: readonly Stage[], graceMs: number): () => Promise<void> {
  let stopped: Promise<void> | null = null;
  return () => (stopped ??= stopStages(stages, graceMs));
}

/** Throws when a process that should run does not. */
export function requireAllUp(stages: readonly Stage[]): void {
  const down = stages.flat().filter((process) => process.pid() === null);
  if (down.length > 0)
    throw new Fault(
      'unavailable',
      `Not running: ${down.map(({ name }) => name).join(', ')}. See their logs.`,
    );
}
