import { onTestFinished } from 'vitest';
import { type LaneStage, openLaneStage } from '../lanes/lane-stage.fixture.ts';
import { sealer } from '../queries/query.test-data.ts';
import type { Outbox } from '../webhooks/create-outbox.ts';
import type { Reconciler, ReconcilerObserver } from './contract.ts';
import { createReconciler, type ReconcilerOptions } from './create-reconciler.ts';

const noOutbox: Outbox = { drain: async () => 0 };
const ignored = (): undefined => undefined;

export const silentObserver: ReconcilerObserver = {
  acted: ignored,
  queueDepth: ignored,
  overdueSeconds: ignored,
  measured: ignored,
  dataLost: ignored,
};

export interface ReconcilerStage extends LaneStage {
  /** One that is gone with the test. `acted` hears each action as often as it was done. */
  newReconciler(acted: string[], options?: Partial<ReconcilerOptions>): Reconciler;
  /** What two that take themselves for the leader put right in one pass of each, at the same moment. */
  runBoth(atMs?: number): Promise<string[]>;
}

/** A stage of lanes, and reconcilers. */
export async function openReconcilerStage(): Promise<ReconcilerStage> {
  const stage = await openLaneStage();
  const newReconciler: ReconcilerStage['newReconciler'] = (acted, options = {}) => {
    const reconciler = createReconciler({
      redisUrl: stage.redisUrl,
      sealer,
      outbox: noOutbox,
      observer: {
        ...silentObserver,
        acted: (action, count) => void acted.push(...Array.from({ length: count }, () => action)),
      },
      onError: ignored,
      ...options,
    });
    onTestFinished(() => reconciler.stop());
    return reconciler;
  };
  const runBoth: ReconcilerStage['runBoth'] = async (atMs) => {
    const acted: string[] = [];
    const errors: unknown[] = [];
    const clock = { nowMs: () => atMs ?? Date.now(), monotonicMs: () => performance.now() };
    const options = { clock, onError: (error: unknown) => void errors.push(error) };
    await Promise.all([1, 2].map(() => newReconciler(acted, options).runOnce()));
    if (errors.length > 0) throw new AggregateError(errors, 'A repair failed.');
    return acted;
  };
  return { ...stage, newReconciler, runBoth };
}
