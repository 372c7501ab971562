import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DoubleAnswer, DoublePaces, DoubleQuestion } from './contract.ts';

export interface PacedDouble {
  readonly url: string;
  readonly pid: number;
  /** From now on, by the kind of a question. */
  pace(paces: DoublePaces): Promise<void>;
  /** What the calls took that have ended, by the number of their question; the last one where it was called twice. */
  times(): Promise<ReadonlyMap<number, number>>;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('model-double-main.ts', import.meta.url));
const ANSWER_MS = 30_000;

/** Starts the double; what it says to whom is in `contract.ts`. */
export async function startPacedDouble(): Promise<PacedDouble> {
  const child = fork(MAIN, { stdio: ['ignore', 2, 2, 'ipc'] });
  if (child.pid === undefined) throw new Error('The double could not be started.');
  const first = await nextAnswer(child);
  const ask = async (question: DoubleQuestion): Promise<DoubleAnswer> => {
    const answered = nextAnswer(child);
    child.send(question);
    return answered;
  };
  return {
    url: typeof first === 'object' && 'url' in first ? first.url : unexpected(),
    pid: child.pid,
    pace: async (paces) => void (await ask({ paces })),
    times: async () => {
      const answer = await ask('times');
      return new Map(typeof answer === 'object' && 'times' in answer ? answer.times : unexpected());
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

/** What an app needs to ask it, and nothing else, for answers. */
export const doubleVariables = (url: string): Readonly<Record<string, string>> => ({
  OPENAI_API_KEY: 'not-a-secret',
  OPENAI_BASE_URL: `${url}/v1`,
  EMBEDDING_MODEL: 'local',
  DEFAULT_MODEL: 'gpt-4o-mini',
});

function unexpected(): never {
  throw new Error('The double says what nobody asked.');
}

async function nextAnswer(child: ChildProcess): Promise<DoubleAnswer> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this repository's own process speaks
  const [answer] = (await once(child, 'message', { signal: AbortSignal.timeout(ANSWER_MS) })) as [
    DoubleAnswer,
  ];
  return answer;
}
