import type { Asker } from '../../load/post-query.ts';
import { openLoop } from '../../measure/open-loop.ts';
import { questionOf } from '../../model-double/question-mark.ts';

export interface HighLoad {
  readonly asker: Asker;
  readonly kind: string;
  /** Number of the first question. */
  readonly from: number;
  readonly perSecond: number;
  readonly count: number;
}

/** That a submission may wait for its answer in the call itself. */
const WAIT_SECONDS = 60;
const REQUEST_MS = 70_000;
const FINISHED = 200;

/** Milliseconds from when each query of the high lane was due to the reply with its end. */
export const askHigh = ({ asker, kind, from, ...loop }: HighLoad): Promise<number[]> =>
  openLoop(loop, async (dueAtMs, at) => {
    const { url, tenant } = asker;
    const response = await fetch(`${url}/v1/queries`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tenant.key}`,
        'content-type': 'application/json',
        prefer: `wait=${WAIT_SECONDS}`,
      },
      body: JSON.stringify({ question: questionOf({ kind, at: from + at }), priority: 'high' }),
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    const query: unknown = await response.json();
    const tookMs = performance.now() - dueAtMs;
    requireAnswer(response.status, query);
    return tookMs;
  });

/** Anything but an answer would make the figures better than they are. */
function requireAnswer(status: number, query: unknown): void {
  const isAnswered =
    status === FINISHED &&
    typeof query === 'object' &&
    query !== null &&
    'status' in query &&
    query.status === 'succeeded';
  if (!isAnswered) throw new Error(`A query of the high lane ended with ${status}: ${JSON.stringify(query)}`);
}
