import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Of the ladder, best first. */
export const PRIMARY = 'gpt-4o';
export const FALLBACK = 'gpt-4o-mini';
/** The key under which one call in five of the first model is refused. */
export const FLAKY_KEY = 'flaky';
export const STEADY_KEY = 'steady';

export type DoubleQuestion = 'counts';
export type DoubleAnswer = { readonly url: string } | DoubleCounts;

export interface DoubleCounts {
  /** That have ended, refused ones included. */
  readonly calls: number;
  readonly refused: number;
}

export interface RemoteDouble {
  readonly url: string;
  counts(): Promise<DoubleCounts>;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('model-double-main.ts', import.meta.url));
const ANSWER_MS = 20_000;

export async function startRemoteDouble(): Promise<RemoteDouble> {
  const child = fork(MAIN, { stdio: ['ignore', 2, 2, 'ipc'] });
  const first = await nextAnswer(child);
  if (!('url' in first)) throw new Error('The double says no address.');
  return {
    url: first.url,
    counts: async () => {
      const answered = nextAnswer(child);
      child.send('counts' satisfies DoubleQuestion);
      const answer = await answered;
      if ('url' in answer) throw new Error('The double says no counts.');
      return answer;
    },
    stop: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
}

async function nextAnswer(child: ChildProcess): Promise<DoubleAnswer> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this repository's own process speaks
  const [answer] = (await once(child, 'message', { signal: AbortSignal.timeout(ANSWER_MS) })) as [
    DoubleAnswer,
  ];
  return answer;
}
