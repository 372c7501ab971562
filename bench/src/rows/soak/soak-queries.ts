import { type Asker, type PostedQuery, postQuery } from '../../load/post-query.ts';
import { openLoop } from '../../measure/open-loop.ts';
import { questionOf } from '../../model-double/question-mark.ts';

export interface SoakLoad {
  readonly perSecond: number;
  readonly count: number;
  /** Number of the first question: no number is asked twice. */
  readonly from: number;
  readonly askers: readonly Asker[];
  /** Where the end of every twentieth query is told. */
  readonly callbackUrl: string;
}

export interface SoakQuery extends PostedQuery {
  readonly asker: Asker;
  readonly at: number;
  readonly hasCallback: boolean;
  /** When it was to be sent, in milliseconds since 1970. */
  readonly dueAtMs: number;
  /** From then to the reply. */
  readonly postMs: number;
}

export const KIND = 'north';
const CALLBACK_EVERY = 20;
/** Of ten queries: mostly people who read along, some who wait, some batches. */
const LANES = ['high', 'normal', 'normal', 'low', 'normal', 'high', 'normal', 'normal', 'low', 'normal'];

/** Of a submission that nobody answered: whether it was accepted is unknown. */
export const UNANSWERED = 0;

const postOrMiss = (asker: Asker, body: object): Promise<PostedQuery> =>
  postQuery(asker, body).catch(() => ({ status: UNANSWERED, id: null }));

/** Tenants in turn, each query when it is due. */
export const askSteadily = (load: SoakLoad): Promise<SoakQuery[]> =>
  openLoop(load, async (due, index) => {
    const at = load.from + index;
    const asker = load.askers[index % load.askers.length];
    if (asker === undefined) throw new Error('A soak needs a tenant.');
    const hasCallback = index % CALLBACK_EVERY === 0;
    const posted = await postOrMiss(asker, {
      question: questionOf({ kind: KIND, at }),
      priority: LANES[Math.floor(index / load.askers.length) % LANES.length],
      ...(hasCallback && { callback: { url: load.callbackUrl } }),
    });
    return {
      ...posted,
      asker,
      at,
      hasCallback,
      dueAtMs: performance.timeOrigin + due,
      postMs: performance.now() - due,
    };
  });
