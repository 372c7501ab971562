import { connectRedis, whenReady } from '@ragfleet/redis-connection';
import { type ModelDouble, startOpenAiDouble } from '@ragfleet/test-support';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { answerWithCanaries } from '../fleet/answer-with-canaries.ts';
import { checkAudit } from '../fleet/check-audit.ts';
import type { AskedFleet } from '../fleet/contract.ts';
import { doublesVariables } from '../fleet/doubles-variables.ts';
import { loadDocuments } from '../fleet/tenant-documents.ts';
import { provisionTenants } from '../fleet/tenants.ts';
import { startWebhookReceiver } from '../fleet/webhook-receiver.ts';
import { type LocalFleetProcess, startLocalFleet } from './local-fleet-process.ts';
import { type ProcessLogs, readProcessLogs } from './read-process-logs.ts';

/** The fleet of one machine with its autoscaler on, and doubles around it. */
export interface ScaledFleet extends AskedFleet {
  readonly model: ModelDouble;
  readonly process: LocalFleetProcess;
  readonly logs: () => Promise<ProcessLogs>;
  /** Everything ends, and its folder goes. */
  readonly stop: () => Promise<void>;
}

const READY_MS = 10_000;
const secrets = z.object({ master_key: z.string() });

/** Starts it with tenants of its own, whose documents are loaded. */
export async function startScaledFleet(maxWorkers: number): Promise<ScaledFleet> {
  await using undo = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), 'ragfleet-autoscale-'));
  undo.defer(() => rm(dataDir, { recursive: true, force: true }));
  const [model, receiver] = await Promise.all([startOpenAiDouble(), startWebhookReceiver()]);
  undo.defer(async () => {
    await Promise.all([model.stop(), receiver.stop()]);
  });
  model.reply(answerWithCanaries);
  const variables = doublesVariables({ model, receiver });
  const process = await startLocalFleet({ dataDir, maxWorkers, variables });
  undo.defer(async () => void (await process.stop()));
  const { ingress_url: ingressUrl, queue_redis_url: url } = await process.description();
  const admin = connectRedis({ url, profile: 'blocking', name: 'faults', onError: () => undefined });
  undo.defer(() => admin.disconnect());
  await whenReady(admin, READY_MS);
  const masterKey = secrets.parse(
    JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8')),
  ).master_key;
  const { tenants } = await provisionTenants(admin, masterKey, receiver);
  await Promise.all(tenants.map((tenant) => loadDocuments(ingressUrl, tenant)));
  const logs = (): Promise<ProcessLogs> => readProcessLogs(join(dataDir, 'logs'));
  const owned = undo.move();
  return {
    model,
    receiver,
    tenants,
    process,
    logs,
    queue: { url, admin },
    ingressUrl: () => ingressUrl,
    findings: async () => ({
      processes: (await logs()).findings,
      audit: await checkAudit(join(dataDir, 'audit'), masterKey),
    }),
    stop: () => owned.disposeAsync(),
  };
}
