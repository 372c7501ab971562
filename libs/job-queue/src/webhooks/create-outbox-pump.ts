import { queueKeys } from '@ragfleet/contracts';
import { createWakeSignal } from '../notices/wake-signal.ts';
import { createLoopHeartbeat } from '../notices/loop-heartbeat.ts';
import { createChannelSubscriber } from '../notices/channel-subscriber.ts';
import type { Outbox } from './create-outbox.ts';

export interface OutboxPumpOptions {
  readonly redisUrl: string;
  readonly outbox: Outbox;
  readonly onError: (error: unknown) => void;
}

export interface OutboxPump {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** False when it has not come round for five minutes. */
  isLive(): boolean;
}

const BATCH = 100;
const PAUSE_AFTER_ERROR_MS = 1_000;
/** A notice can be lost: the outbox is looked at this often in any case. */
const LOOK_AGAIN_MS = 5_000;

/** Drains the outbox the moment something is put there that nobody else hands over. */
export function createOutboxPump({ redisUrl, outbox, onError }: OutboxPumpOptions): OutboxPump {
  const wakeSignal = createWakeSignal();
  const stopping = new AbortController();
  const subscriber = createChannelSubscriber({ redisUrl, name: 'outbox-notices' });
  const heartbeat = createLoopHeartbeat();
  let running: Promise<void> = Promise.resolve();

  const pump = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      heartbeat.beat();
      const waitMs = await outbox.drain(BATCH).then(
        (taken) => (taken === BATCH ? 0 : LOOK_AGAIN_MS),
        (error: unknown) => (onError(error), PAUSE_AFTER_ERROR_MS),
      );
      if (waitMs > 0) await wakeSignal.wait(waitMs, stopping.signal);
    }
  };

  return {
    isLive: () => heartbeat.isLive(),
    start: () => {
      subscriber.listen(queueKeys.outboxChannel, () => wakeSignal.notify());
      running = pump();
      return Promise.resolve();
    },
    stop: async () => {
      stopping.abort();
      await running;
      await subscriber.close();
    },
  };
}
