import { z } from 'zod';
import { Fault } from '@ragfleet/kernel';
import { operatorRoute, publicRoute } from '../http/define-route.ts';
import { ok } from '../http/replies.ts';
import type { IngressMetrics } from '../http/request-log.ts';
import type { Route } from '../http/route.ts';

export interface OperationRoutePorts {
  readonly metrics: IngressMetrics;
  /** True when queries can be taken now. Answers within its own deadline. */
  readonly isReady: () => Promise<boolean>;
}

const probe = { description: 'Yes.', schema: z.object({ status: z.literal('ok') }) };
const NOT_READY_RETRY_MS = 1_000;

/** For probes and operators. Prometheus scrapes the internal port, which asks for no credential. */
export function operationRoutes({ metrics, isReady }: OperationRoutePorts): Route[] {
  return [
    publicRoute(
      {
        method: 'get',
        path: '/healthz',
        operationId: 'isLive',
        summary: 'Is the process alive?',
        tag: 'Operation',
        replies: { 200: probe },
      },
      async () => ok({ status: 'ok' }),
    ),
    publicRoute(
      {
        method: 'get',
        path: '/readyz',
        operationId: 'isReady',
        summary: 'Can it take queries now?',
        tag: 'Operation',
        replies: { 200: probe },
        faults: ['unavailable'],
      },
      async () => {
        if (await isReady()) return ok({ status: 'ok' });
        throw new Fault('unavailable', 'The queue Redis is away.', { retryAfterMs: NOT_READY_RETRY_MS });
      },
    ),
    operatorRoute(
      {
        method: 'get',
        path: '/metrics',
        operationId: 'getMetrics',
        summary: 'Metrics of this process in the Prometheus text format',
        tag: 'Operation',
        replies: { 200: { description: 'The exposition.', contentType: 'text/plain' } },
      },
      async () => {
        metrics.set('ready', {}, Number(await isReady()));
        return { kind: 'text', contentType: metrics.contentType, text: await metrics.render() };
      },
    ),
  ];
}
