import type { Alarm } from './alarm.ts';
import type { ChunkHook, ChunkVerdict } from './contract.ts';

export interface HookGateOptions {
  readonly alarm: Alarm;
  readonly hook: () => ChunkHook | null;
  /** Puts a chunk before the hook; never rejects. */
  readonly ask: (hook: ChunkHook, bytes: Buffer) => Promise<ChunkVerdict>;
}

/** Holds a chunk until the hook has said what becomes of it. It passes when the hook is taken away meanwhile. */
export function createHookGate(options: HookGateOptions): (bytes: Buffer) => Promise<ChunkVerdict> {
  const { alarm, hook, ask } = options;
  return async (bytes) => {
    const asked = hook();
    if (asked === null) return 'pass';
    const answer: { verdict?: ChunkVerdict } = {};
    void ask(asked, bytes).then((verdict) => {
      answer.verdict = verdict;
      alarm.wake();
    });
    while (answer.verdict === undefined && hook() === asked && !alarm.isOver()) await alarm.sleep(Infinity);
    return answer.verdict ?? 'pass';
  };
}
