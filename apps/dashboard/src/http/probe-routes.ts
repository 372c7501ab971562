import { Fault } from '@ragfleet/kernel';
import { Router } from 'express';

export interface ProbeOptions {
  /** False makes the orchestrator restart the process. */
  readonly isLive: () => boolean;
  readonly queues: { isReady(): Promise<boolean> };
}

/** `/healthz` and `/readyz`, which ask for no credential. */
export function createProbeRoutes({ isLive, queues }: ProbeOptions): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    if (!isLive()) throw new Fault('unavailable', 'The process hangs, and is started anew.');
    response.type('text').send('ok\n');
  });
  router.get('/readyz', async (_request, response) => {
    if (!(await queues.isReady())) throw new Fault('unavailable', 'The queue Redis is away.');
    response.type('text').send('ok\n');
  });
  return router;
}
