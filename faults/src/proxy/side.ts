import type { Socket } from 'node:net';
import type { Alarm } from './alarm.ts';
import type { ChunkHook, ChunkVerdict, Direction, Toxics } from './contract.ts';
import { createFlow } from './flow.ts';
import { createFuse } from './toxics/fuse.ts';

/** What holds for every connection of a proxy, as it is at this moment. */
export interface Rules {
  readonly toxics: (direction: Direction) => Toxics;
  readonly hook: () => ChunkHook | null;
  readonly random: () => number;
  /** How far each direction is read ahead. */
  readonly limitBytes: number;
}

export interface SideOptions {
  readonly direction: Direction;
  readonly source: Socket;
  readonly destination: Socket;
  readonly alarm: Alarm;
  readonly rules: Rules;
  readonly ask: (hook: ChunkHook, direction: Direction, bytes: Buffer) => Promise<ChunkVerdict>;
}

/** One direction with what befalls it by time. */
export interface Side {
  passedBytes(): number;
  isBroken(): boolean;
  /** Takes note of the toxics that are set now. */
  follow(): void;
  /** Puts out every timer. */
  end(): void;
}

export function startSide(options: SideOptions): Side {
  const { direction, source, destination, alarm, rules } = options;
  const toxics = (): Toxics => rules.toxics(direction);
  const close = (): void => {
    destination.destroySoon();
    source.destroySoon();
  };
  const reset = (): void => {
    destination.resetAndDestroy();
    const isResetToo =
      rules.toxics(direction === 'upstream' ? 'downstream' : 'upstream').resetPeer !== undefined;
    if (isResetToo) source.resetAndDestroy();
    else source.destroy();
  };
  const flow = createFlow({
    ...rules,
    source,
    destination,
    alarm,
    toxics,
    close,
    ask: (hook, bytes) => options.ask(hook, direction, bytes),
  });
  const timeoutFuse = createFuse(close);
  const resetFuse = createFuse(reset);
  void flow.run();
  return {
    passedBytes: () => flow.passedBytes(),
    isBroken: () => flow.isBroken(),
    follow: () => {
      const { timeout, resetPeer } = toxics();
      timeoutFuse.follow(timeout?.afterMs === 0 ? undefined : timeout);
      resetFuse.follow(resetPeer);
    },
    end: () => {
      timeoutFuse.follow(undefined);
      resetFuse.follow(undefined);
    },
  };
}
