import { queueKeys } from '@ragfleet/contracts';
import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { checkAudit } from './check-audit.ts';
import type { FaultFleet } from './contract.ts';
import { createFleetProcesses, type FleetProcesses } from './fleet-processes.ts';
import { doublesVariables } from './doubles-variables.ts';
import { type FleetServers, startFleetServers } from './fleet-servers.ts';
import { loadDocuments } from './tenant-documents.ts';
import { type Provisioned, provisionTenants } from './tenants.ts';

export interface StartFleetOptions {
  readonly say: (line: string) => void;
  /** Over the fleet's own. */
  readonly variables?: Readonly<Record<string, string>>;
}

const STOP_MS = 20_000;
const READ_MS = 5_000;

/** What a fleet is made of when it is up. */
interface StartedFleet {
  readonly servers: FleetServers;
  readonly processes: FleetProcesses;
  readonly provisioned: Provisioned;
  readonly dataDir: string;
  readonly masterKey: string;
  readonly variables: Readonly<Record<string, string>>;
}

const auditDirOf = (dataDir: string): string => join(dataDir, 'audit');

/** Starts servers, doubles and the standard processes, and loads the tenants' documents. When something fails, whatever had started is stopped. */
export async function startFaultFleet({ say, variables = {} }: StartFleetOptions): Promise<FaultFleet> {
  say('starting a fleet …');
  await using undo = new AsyncDisposableStack();
  const dataDir = await mkdtemp(join(tmpdir(), 'ragfleet-faults-'));
  undo.defer(() => rm(dataDir, { recursive: true, force: true }));
  await mkdir(auditDirOf(dataDir));
  const masterKey = randomBytes(32).toString('base64');
  const servers = await startFleetServers(dataDir, say);
  undo.defer(() => servers.stop());
  const provisioned = await provisionTenants(servers.queue.admin, masterKey, servers.receiver);
  const fleetVariables = {
    ...doublesVariables(servers),
    RAGFLEET_MASTER_KEY: masterKey,
    AUDIT_DIR: auditDirOf(dataDir),
    ...variables,
  };
  const { queue, cache, store } = servers;
  const ports = { queue: queue.port, cache: cache.port, database: store.port };
  const processes = createFleetProcesses(ports, fleetVariables);
  undo.defer(() => processes.stop());
  await loadAll(processes, provisioned);
  const started = { servers, processes, provisioned, dataDir, masterKey, variables: fleetVariables };
  return fleetOf(started, undo.move());
}

function fleetOf(
  { servers, processes, provisioned, dataDir, masterKey, variables }: StartedFleet,
  owned: AsyncDisposableStack,
): FaultFleet {
  return {
    ...servers,
    ...provisioned,
    ...processes,
    dataDir,
    variables,
    ingressUrl: () => processes.of('ingress-api')[0].url ?? '',
    mend: async () => {
      await servers.mend();
      await processes.mend();
      await forgetBreakers(servers, processes, provisioned.operatorKey);
    },
    provisionAgain: async () => {
      await provisionTenants(servers.queue.admin, masterKey, servers.receiver, provisioned);
    },
    findings: async () => ({
      processes: processes.takeFindings(),
      audit: await checkAudit(auditDirOf(dataDir), masterKey),
    }),
    stop: () => owned.disposeAsync(),
  };
}

async function loadAll(processes: FleetProcesses, { tenants }: Provisioned): Promise<void> {
  const [batchWorker] = await Promise.all([processes.start('batch-worker'), processes.mend()]);
  const ingressUrl = processes.of('ingress-api')[0].url ?? '';
  await Promise.all(tenants.map((tenant) => loadDocuments(ingressUrl, tenant)));
  await batchWorker.terminate(STOP_MS);
}

/** What a worker has heard of an open breaker lasts until its next probe: a fresh one has heard nothing. */
async function forgetBreakers(
  { queue }: FleetServers,
  processes: FleetProcesses,
  operatorKey: string,
): Promise<void> {
  const response = await fetch(`${processes.of('ingress-api')[0].url}/v1/breakers`, {
    headers: { authorization: `Bearer ${operatorKey}` },
    signal: AbortSignal.timeout(READ_MS),
  });
  const breakers = z.array(z.object({ name: z.string(), state: z.string() })).parse(await response.json());
  if (breakers.every(({ state }) => state === 'closed')) return;
  await queue.admin.del(queueKeys.breakers, ...breakers.map(({ name }) => queueKeys.breaker(name)));
  await Promise.all(processes.of('query-worker').map((worker) => worker.terminate(STOP_MS)));
  await processes.mend();
}
