import assert from 'node:assert/strict';
import type { Redis } from '@ragfleet/redis-connection';
import type { Scenario, ScenarioStage } from '../../contract.ts';
import { firstJobAfter, processesOf, submitInVain, untilAnswered } from '../outages.ts';
import { waitFor } from '../wait-for.ts';
import { pointAllAt, type Replica, startReplica, untilInSync } from './replica.ts';

const LOADING_MS = 5_000;
const LIMIT_MS = 20_000;

/** A server that answers, and refuses: as one is that still loads, that follows another, or that has lost its primary. */
export const serverRefuses: Scenario = {
  id: 'F18',
  title: 'where the queue Redis was, a server answers LOADING, then READONLY, then MASTERDOWN',
  boundSeconds: 75,
  webhookRepeats: 1,
  run: async (stage) => {
    const { fleet, asking } = stage;
    const before = processesOf(fleet);
    const asked = await asking.askMany(3);
    await using replica = await startReplica(fleet);
    const backMs: number[] = [];
    for (const [reply, prepare] of REPLIES) {
      await prepare(stage, replica);
      assert.equal(await writeReplyOf(replica), reply);
      pointAllAt(fleet, replica);
      await submitInVain(asking);
      await submitInVain(asking);
      assert.equal(await writeReplyOf(replica), reply, 'the server refused all the while');
      pointAllAt(fleet, fleet.queue);
      backMs.push(await firstJobAfter(stage, performance.now()));
    }
    await untilAnswered(asking, asked, LIMIT_MS);
    assert.deepEqual(processesOf(fleet), before, 'no process ended for it');
    return {
      recoveryMs: Math.max(...backMs),
      note: `503 to each; the first job after ${backMs.map(Math.round).join(', ')} ms`,
    };
  },
};

/** A replica that may write says why it cannot, where another only says that it may not. */
const setReadOnly = (admin: Redis, value: 'yes' | 'no'): Promise<unknown> =>
  admin.config('SET', 'replica-read-only', value);

type Preparation = (stage: ScenarioStage, replica: Replica) => Promise<void>;

/** Its first copy is so slow that it lasts, and it answers meanwhile. */
const load: Preparation = async ({ fleet }, replica) => {
  const { admin } = replica;
  const keys = await fleet.queue.admin.dbsize();
  await setReadOnly(admin, 'no');
  await admin.config('SET', 'loading-process-events-interval-bytes', 1_024);
  await admin.config('SET', 'key-load-delay', Math.ceil((LOADING_MS * 1_000) / keys));
  await replica.follow();
  await waitFor('it loads', LIMIT_MS, async () => (await admin.info('persistence')).includes('loading:1'));
};

const followOnly: Preparation = async ({ fleet }, { admin }) => {
  await waitFor('it has loaded', LIMIT_MS, async () =>
    (await admin.info('persistence')).includes('loading:0'),
  );
  await admin.config('SET', 'key-load-delay', 0);
  await setReadOnly(admin, 'yes');
  await untilInSync(fleet.queue.admin, admin);
};

const losePrimary: Preparation = async (_stage, { admin, link }) => {
  await setReadOnly(admin, 'no');
  await admin.config('SET', 'replica-serve-stale-data', 'no');
  await link.set({ down: true });
  await waitFor('it has lost its primary', LIMIT_MS, async () =>
    (await admin.info('replication')).includes('master_link_status:down'),
  );
};

const REPLIES: readonly (readonly [string, Preparation])[] = [
  ['LOADING', load],
  ['READONLY', followOnly],
  ['MASTERDOWN', losePrimary],
];

/** The first word of what it says to a write. */
async function writeReplyOf({ admin }: Replica): Promise<string> {
  const reply = await admin.set('rf:fleet:refused', '1').catch((error: unknown) => error);
  return reply instanceof Error ? (reply.message.split(' ')[0] ?? '') : String(reply);
}
