import { createClient } from '@ragfleet/client';
import { findPort } from '../../fleet/app-programs.ts';
import { isAnswered } from '../../fleet/is-answered.ts';
import { startProgram } from '../../fleet/node-program.ts';
import type { AppFleet } from '../../fleet/start-app-fleet.ts';
import { type Asker, postQuery } from '../../load/post-query.ts';
import type { WebhookReceiver } from '../../load/receive-webhooks.ts';
import type { TimedCall } from '../../measure/compare-latencies.ts';
import { floorPath } from '../../floors.ts';

/** Generous: a webhook that never comes fails the row, and says so. */
const TOLD_MS = 30_000;

/** One question to the end: from its submission to the webhook of its answer; `onFirst` is the 202. */
export const askAndBeTold =
  (asker: Asker, question: string, receiver: WebhookReceiver): TimedCall =>
  async (onFirst) => {
    const { id, status } = await postQuery(asker, {
      question,
      priority: 'high',
      callback: { url: receiver.url },
    });
    onFirst();
    if (id === null) throw new Error(`Answered with ${status}, not with 202.`);
    await receiver.told(id, TOLD_MS);
  };

/** Asked until the cache has it; the answer then. */
export async function keepAnswer({ url, tenant }: Asker, question: string): Promise<object> {
  const client = createClient({ url, apiKey: tenant.key });
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const { id } = await client.queries.create({ question });
    const { result } = await client.queries.wait(id);
    if (result?.cache.status === 'hit') return result;
  }
  throw new Error('The cache does not keep the answer that this row asks for.');
}

/** The floor's door and its worker, over the queue Redis of the fleet. The answer is as long as ours. */
export async function startFloor(
  started: AsyncDisposableStack,
  fleet: AppFleet,
  kept: { readonly question: string; readonly answer: object },
): Promise<string> {
  const environment = {
    ...process.env,
    QUEUE_REDIS_URL: fleet.queueRedisUrl,
    FLOOR_QUESTION: kept.question,
    FLOOR_ANSWER: JSON.stringify(kept.answer),
  };
  let url = '';
  for (const role of ['worker', 'door']) {
    const port = await findPort();
    url = `http://127.0.0.1:${port}`;
    const address = url;
    const program = await startProgram({
      name: `floor-${role}`,
      script: floorPath('hit-to-webhook-main.ts'),
      environment: { ...environment, FLOOR_ROLE: role, PORT: String(port) },
      isReady: () => isAnswered(address),
    });
    started.defer(() => program.stop());
  }
  return url;
}
