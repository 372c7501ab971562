import { type ModelDouble, startOpenAiDouble } from '@ragfleet/test-support';
import { join } from 'node:path';
import { answerWithCanaries } from './answer-with-canaries.ts';
import type { FaultRedis } from './contract.ts';
import { startFaultRedis } from './fault-redis.ts';
import { startStoreProcess, type StoreProcess } from './store-process.ts';
import { startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

/** Everything that the fleet's processes talk to. */
export interface FleetServers {
  readonly queue: FaultRedis;
  readonly cache: FaultRedis;
  readonly store: StoreProcess;
  readonly model: ModelDouble;
  readonly receiver: WebhookReceiver;
  /** All up, thawed, and answering as they do when nothing is wrong. */
  mend(): Promise<void>;
  stop(): Promise<void>;
}

const MAX_MEMORY_MB = 512;

export async function startFleetServers(dataDir: string, say: (line: string) => void): Promise<FleetServers> {
  const [queue, cache, store, model, receiver] = await Promise.all([
    startFaultRedis({ role: 'queue', dataDir, maxMemoryMb: MAX_MEMORY_MB, say }),
    startFaultRedis({ role: 'cache', dataDir, maxMemoryMb: MAX_MEMORY_MB, say }),
    startStoreProcess(join(dataDir, 'store')),
    startOpenAiDouble(),
    startWebhookReceiver(),
  ]);
  model.reply(answerWithCanaries);

  const mendRedis = async (redis: FaultRedis): Promise<void> => {
    if (redis.isRunning()) redis.thaw();
    else await redis.restart();
    await redis.admin.config('SET', 'maxmemory', `${MAX_MEMORY_MB}mb`);
  };
  return {
    queue,
    cache,
    store,
    model,
    receiver,
    mend: async () => {
      model.failBy(() => null);
      model.pace({});
      model.reply(answerWithCanaries);
      receiver.respond(null);
      await Promise.all([queue, cache].map(mendRedis));
      if (!store.isRunning()) await store.restart();
    },
    stop: async () => {
      await Promise.all([queue.stop(), cache.stop(), store.stop(), model.stop(), receiver.stop()]);
    },
  };
}
