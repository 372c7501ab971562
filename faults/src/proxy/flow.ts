import type { Socket } from 'node:net';
import type { Alarm } from './alarm.ts';
import type { ChunkHook, ChunkVerdict, Toxics } from './contract.ts';
import { createHookGate } from './hook-gate.ts';
import { type Arrival, createInbox } from './inbox.ts';
import { createOutlet } from './outlet.ts';
import { latencyMs } from './toxics/latency.ts';

export interface FlowOptions {
  readonly source: Socket;
  readonly destination: Socket;
  /** How far the source is read ahead. */
  readonly limitBytes: number;
  /** Rung when toxics or the hook changed; over with the connection. */
  readonly alarm: Alarm;
  /** As they are set at this moment. */
  readonly toxics: () => Toxics;
  readonly hook: () => ChunkHook | null;
  readonly ask: (hook: ChunkHook, bytes: Buffer) => Promise<ChunkVerdict>;
  readonly random: () => number;
  readonly close: () => void;
}

/** One direction of a connection. */
export interface Flow {
  passedBytes(): number;
  /** True when something was lost whose cause is gone: what follows would come after a hole. */
  isBroken(): boolean;
  /** Resolves when the connection is over. */
  run(): Promise<void>;
}

export function createFlow(options: FlowOptions): Flow {
  const { source, destination, alarm, toxics, hook, random } = options;
  const inbox = createInbox(source, options.limitBytes, () => alarm.wake());
  const judge = createHookGate(options);
  let lostTo: 'timeout' | 'hook' | null = null;

  const isLost = (): boolean => {
    if (alarm.isOver() || destination.destroyed || destination.writableEnded) return true;
    if (toxics().timeout !== undefined) lostTo ??= 'timeout';
    return lostTo !== null;
  };
  const outlet = createOutlet({ ...options, isLost });

  const finish = async (type: 'end' | 'reset'): Promise<void> => {
    if (type === 'end') await alarm.holdSince(performance.now(), () => toxics().slowClose?.delayMs ?? 0);
    if (isLost()) return;
    if (type === 'end') destination.end();
    else destination.resetAndDestroy();
  };

  const carry = async (arrival: Arrival): Promise<void> => {
    if (arrival.type === 'chunk' && (await judge(arrival.bytes)) === 'drop') lostTo ??= 'hook';
    const luck = random();
    await alarm.holdSince(arrival.arrivedAtMs, () => latencyMs(toxics().latency, luck));
    await (arrival.type === 'chunk' ? outlet.send(arrival.bytes) : finish(arrival.type));
  };

  return {
    passedBytes: () => outlet.passedBytes(),
    isBroken: () =>
      (lostTo === 'timeout' && toxics().timeout === undefined) || (lostTo === 'hook' && hook() === null),
    run: async () => {
      while (!alarm.isOver()) {
        const arrival = inbox.take();
        await (arrival === undefined ? alarm.sleep(Infinity) : carry(arrival));
      }
    },
  };
}
