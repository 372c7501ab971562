import assert from 'node:assert/strict';
import type { Accepted, Submitted } from '../../asking/contract.ts';
import type { ScenarioStage } from '../../contract.ts';
import type { FaultFleet } from '../../fleet/contract.ts';
import { waitFor } from '../wait-for.ts';

const SETTLE_MS = 15_000;

/** Submits that many, one after the other, each once. Throws unless each is accepted. */
export async function submitMany({ asking }: ScenarioStage, count: number): Promise<readonly Submitted[]> {
  const submitted: Submitted[] = [];
  for (let at = 0; at < count; at += 1) submitted.push(await asking.submit());
  assert.ok(
    submitted.every(({ outcome }) => outcome === 'accepted'),
    'a healthy fleet refused a query',
  );
  return submitted;
}

export interface Retried {
  /** Of each key, what it stands for now. */
  readonly queries: readonly Accepted[];
  /** Those that had to be made anew. */
  readonly lostCount: number;
}

/** What every client does that hears nothing more of its query: the same key again. */
export async function retryAll({ asking }: ScenarioStage, submitted: readonly Submitted[]): Promise<Retried> {
  const queries: Accepted[] = [];
  for (const { ask } of submitted) queries.push(await asking.ask(ask));
  const lostCount = queries.filter(({ queryId }, at) => queryId !== submitted[at]?.queryId).length;
  return { queries, lostCount };
}

/** Throws when a job is left without its query, or a query without its job. */
export async function assertNothingHalfPresent({ queue }: Pick<FaultFleet, 'queue'>): Promise<void> {
  const { admin } = queue;
  const left = async (): Promise<readonly string[]> => {
    const lists = await Promise.all(
      LANES.flatMap((lane) => [
        sizeOf(`${lane}:wait`, admin.llen(`${lane}:wait`)),
        sizeOf(`${lane}:active`, admin.llen(`${lane}:active`)),
        sizeOf(`${lane}:prioritized`, admin.zcard(`${lane}:prioritized`)),
        sizeOf(`${lane}:delayed`, admin.zcard(`${lane}:delayed`)),
      ]),
    );
    const records = await Promise.all(RECORDS.map((key) => sizeOf(key, admin.zcard(key))));
    return [...lists, ...records].flat();
  };
  let seen: readonly string[] = [];
  await waitFor('no query and no job is left over', SETTLE_MS, async () => {
    seen = await left();
    return seen.length === 0;
  }).catch((error: unknown) => assert.fail(`${String(error)} ${seen.join(', ')}`));
}

const LANES = ['high', 'normal', 'low'].map((lane) => `bull:rag-${lane}`);
/** What is accepted and has no job yet, is open, or owes a webhook. */
const RECORDS = ['rf:fleet:admitted', 'rf:fleet:deadlines', 'rf:fleet:outbox'];

const sizeOf = async (key: string, size: Promise<number>): Promise<readonly string[]> =>
  (await size) === 0 ? [] : [`${key} has ${await size}`];
