import assert from 'node:assert/strict';
import { writeOut } from '@ragfleet/test-support';
import { type Accepted, type Submitted, TERMINAL } from '../../asking/contract.ts';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import { firstJobAfter, submitInVain, untilDelivered } from '../outages.ts';
import { type AppendOnlyFile, openAppendOnlyFile } from './append-only-file.ts';
import { assertNothingHalfPresent, retryAll, submitMany } from './retries.ts';

const ASKED = 20;
/**
 * What is on its way is not done before its record is destroyed: an end that a power cut undid comes twice. Shorter than a
 * model may be silent: a breaker that is open lets queries end without it.
 */
const ANSWER_MS = 7_000;
const TAIL_BYTES = 200_000;
const LIMIT_MS = 40_000;

/** What the disk never got: the end of the file. */
export const powerLoss: Scenario = {
  id: 'F13',
  title: 'the power fails, and the end of the append-only file is not on the disk',
  boundSeconds: 60,
  webhookRepeats: 1,
  expectsLoss: true,
  inPlaceOf: 'a power failure: the file is cut while Redis is down, anywhere in what was just written',
  run: async (stage) => {
    const { fleet } = stage;
    const { submitted, file, knownBytes } = await killWithUnfinished(stage);
    const writtenBytes = (await file.sizeBytes()) - knownBytes;
    const cutBytes = Math.min(TAIL_BYTES, writtenBytes * (0.1 + 0.8 * stage.random()));
    await file.cut(knownBytes + Math.round(writtenBytes - cutBytes));
    const recoveryMs = await firstJobAfter(stage, await fleet.queue.restart());
    const lostCount = await retryUntilWhole(stage, submitted);
    return {
      recoveryMs,
      note: `${lostCount} of ${ASKED} keys made their query anew; nothing was half there`,
    };
  },
};

/** A disk that gives back other bytes than it was given. */
export const spoiledFile: Scenario = {
  id: 'F14',
  title: 'a byte in the middle of the append-only file is wrong',
  boundSeconds: 60,
  webhookRepeats: 1,
  expectsLoss: true,
  run: async (stage) => {
    const { fleet, asking, random } = stage;
    const { submitted, file, knownBytes } = await killWithUnfinished(stage);
    const writtenBytes = (await file.sizeBytes()) - knownBytes;
    await file.spoil(knownBytes + Math.round(writtenBytes * (0.2 + 0.6 * random())));
    const hasRefused = await fleet.queue.restart().then(
      () => false,
      () => true,
    );
    if (hasRefused) {
      await submitInVain(asking);
      assert.equal(await fleet.of('ingress-api')[0].isReady(), false, 'the ingress says that it cannot work');
      await file.mend();
      await fleet.queue.restart();
    }
    const recoveryMs = await firstJobAfter(stage, performance.now());
    const lostCount = await retryUntilWhole(stage, submitted);
    const way = hasRefused
      ? 'Redis refused to start, 503 meanwhile; mended by redis-check-aof'
      : 'Redis cut its file';
    return { recoveryMs, note: `${way}; ${lostCount} of ${ASKED} keys made their query anew` };
  },
};

interface Killed {
  readonly submitted: readonly Submitted[];
  readonly file: AppendOnlyFile;
  /** Its size before these were submitted. */
  readonly knownBytes: number;
}

/** Queries that have ended and lie before the damage, unfinished ones behind it, and a Redis that is gone. */
async function killWithUnfinished(stage: ScenarioStage): Promise<Killed> {
  const { fleet, asking } = stage;
  const ended = await asking.askMany(3);
  await asking.untilEnded(ended, LIMIT_MS);
  await untilDelivered(fleet, ended);
  await assertNothingHalfPresent(fleet);
  fleet.model.pace({ firstTokenMs: ANSWER_MS });
  await writeOut(fleet.queue.admin);
  const file = await openAppendOnlyFile(fleet.queue);
  const knownBytes = await file.sizeBytes();
  await fleet.queue.admin.client('UNPAUSE');
  const submitted = await submitMany(stage, ASKED);
  await writeOut(fleet.queue.admin);
  await fleet.queue.kill();
  fleet.model.pace({});
  return { submitted, file, knownBytes };
}

/** How many keys had lost their query. Throws when none had, or when what they stand for now does not end. */
async function retryUntilWhole(stage: ScenarioStage, submitted: readonly Submitted[]): Promise<number> {
  const { queries, lostCount } = await retryAll(stage, submitted);
  assert.ok(lostCount > 0, 'the damage cost nothing');
  await stage.asking.untilEnded(queries, LIMIT_MS);
  await assertNothingHalfPresent(stage.fleet);
  await assertOutlivesRestart(stage, queries);
  return lostCount;
}

/** A file that was damaged once must not be so for good: what came after the damage is in it. */
async function assertOutlivesRestart(
  { fleet, asking }: ScenarioStage,
  queries: readonly Accepted[],
): Promise<void> {
  await fleet.queue.kill('SIGTERM');
  await fleet.queue.restart();
  const [first] = queries;
  if (first !== undefined) await asking.until(first, TERMINAL, LIMIT_MS);
  for (const query of queries) await asking.read(query);
  await assertNothingHalfPresent(fleet);
}
