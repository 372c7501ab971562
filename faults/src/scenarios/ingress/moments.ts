import type { AppProcess } from '../../fleet/contract.ts';
import type { ProxyChunk, TcpProxy } from '../../proxy/contract.ts';
import { startTcpProxy } from '../../proxy/tcp-proxy.ts';

/** A moment in the life of a submission. */
export interface Moment {
  readonly title: string;
  /** True when the fleet knows the query by then. */
  readonly isAdmitted: boolean;
  /** What the dying ingress would have sent or heard next. */
  readonly where: 'queue' | 'http';
  readonly isDue: (chunk: ProxyChunk) => boolean;
}

const isAdmission = ({ direction, bytes }: ProxyChunk): boolean =>
  direction === 'upstream' && bytes.includes(':idem:');
const isAdd = (chunk: ProxyChunk): boolean =>
  chunk.direction === 'upstream' && !isAdmission(chunk) && chunk.bytes.includes('answer');
const isReply = ({ direction, bytes }: ProxyChunk, word: string): boolean =>
  direction === 'downstream' && bytes.includes(word);

/** From the first byte to the queue to the last byte to the client. */
export const MOMENTS: readonly Moment[] = [
  { title: 'before its admission reaches the queue', isAdmitted: false, where: 'queue', isDue: isAdmission },
  {
    title: 'before the reply to its admission',
    isAdmitted: true,
    where: 'queue',
    isDue: (chunk) => isReply(chunk, 'admitted'),
  },
  { title: 'before its job reaches the queue', isAdmitted: true, where: 'queue', isDue: isAdd },
  {
    title: 'before the reply to its job',
    isAdmitted: true,
    where: 'queue',
    isDue: (chunk) => isReply(chunk, 'q_'),
  },
  {
    title: 'before the reply to its client',
    isAdmitted: true,
    where: 'http',
    isDue: ({ direction }) => direction === 'downstream',
  },
];

/** An ingress that dies at a moment of the next submission. */
export interface DyingIngress extends AsyncDisposable {
  readonly url: string;
  /** From now on. */
  arm(): void;
  /** Resolves when it is dead. */
  readonly dead: Promise<void>;
}

export async function dieAt(ingress: AppProcess, moment: Moment): Promise<DyingIngress> {
  const http = await startTcpProxy({ targetPort: Number(new URL(ingress.url ?? '').port) });
  const proxy: TcpProxy = moment.where === 'http' ? http : ingress.queue;
  const { promise: dead, resolve, reject } = Promise.withResolvers<void>();
  return {
    url: `http://${http.host}:${http.port}`,
    dead,
    arm: () =>
      proxy.onChunk((chunk) => {
        if (!moment.isDue(chunk)) return 'pass';
        ingress.kill('SIGKILL').then(resolve, reject);
        return 'drop';
      }),
    [Symbol.asyncDispose]: () => http.stop(),
  };
}
