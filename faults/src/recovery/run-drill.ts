import { randomBytes } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import { provisionTenants } from '../fleet/tenants.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../fleet/webhook-receiver.ts';
import type { FaultTenant } from '../fleet/contract.ts';
import type { DrillReport, RestoreReport, Say } from './contract.ts';
import { drillDatabaseName, dropAbandonedDrills } from './drill-databases.ts';
import { auditDirOf, type DrillFleet, openDrillFleet, queueDirOf } from './drill-fleet.ts';
import {
  connectAdmin,
  createDatabase,
  dropDatabase,
  findPostgresTools,
  type PostgresTools,
  urlOf,
} from './postgres-tools.ts';
import { CONCURRENCY, IN_TIME, notesOf, proveAll } from './prove.ts';
import { type Backup, takeBackup } from './take-backup.ts';
import { answered } from './workload.ts';

export interface DrillOptions {
  /** A PostgreSQL with pgvector on this machine, whose user may create databases. */
  readonly serverUrl: string;
  /** A command before pg_dump and pg_restore. */
  readonly toolsCommand: string | undefined;
  /** Both in turn when left out. */
  readonly restores?: readonly RestoreReport['newer'][];
  /** Gives the drill up: what it has made is taken away, then it throws the reason. */
  readonly signal: AbortSignal;
  readonly say: Say;
}

/** What every step of one drill shares. */
interface Stage {
  readonly admin: Database;
  readonly tools: PostgresTools;
  readonly receiver: WebhookReceiver;
  readonly root: string;
  readonly databaseUrl: string;
  readonly databaseName: string;
  readonly masterKey: string;
  readonly signal: AbortSignal;
  readonly say: Say;
}

const TENANTS = 2;
const BOTH = ['database', 'queue'] as const;

/**
 * Lets a small fleet live on real servers, copies it while it works, destroys it, and restores the copies twice: with the
 * database newer than the queue, and the other way round. Throws when a server or a tool is missing, with the fix, and
 * when the drill is given up. However it ends, its database, its processes and its folders are gone.
 */
export async function runDrill(options: DrillOptions): Promise<DrillReport> {
  const { restores = BOTH } = options;
  const startedAt = performance.now();
  await using undo = new AsyncDisposableStack();
  const stage = await openStage(options, undo);
  const lost = await liveAndLose(stage);
  const restored: RestoreReport[] = [];
  for (const newer of restores) restored.push(await restoreAndProve(stage, { ...lost, newer }));
  return {
    ok: restored.every(({ proofs }) => proofs.every(({ ok }) => ok)),
    seconds: (performance.now() - startedAt) / 1_000,
    backup: lost.backup.measured,
    restores: restored,
  };
}

/** Whatever it opens is in `undo`. */
async function openStage(
  { serverUrl, toolsCommand, signal, say }: DrillOptions,
  undo: AsyncDisposableStack,
): Promise<Stage> {
  const admin = connectAdmin(serverUrl);
  undo.defer(() => admin.close());
  const tools = await findPostgresTools(admin, { command: toolsCommand, signal });
  for (const name of await dropAbandonedDrills(admin, Date.now()))
    say(`dropped the database ${name} of a drill that was killed`);
  const databaseName = drillDatabaseName(Date.now());
  undo.defer(() => dropOrTell(admin, databaseName, say));
  const root = await mkdtemp(join(tmpdir(), 'ragfleet-drill-'));
  undo.defer(() => rm(root, { recursive: true, force: true }));
  const receiver = await startWebhookReceiver();
  undo.defer(() => receiver.stop());
  const databaseUrl = urlOf(serverUrl, databaseName);
  const masterKey = randomBytes(32).toString('base64');
  return { admin, tools, receiver, root, databaseUrl, databaseName, masterKey, signal, say };
}

/** What the drill ended with is of more interest than a database that is left. */
async function dropOrTell(admin: Database, name: string, say: Say): Promise<void> {
  try {
    await dropDatabase(admin, name);
  } catch (error) {
    say(`The database ${name} is left. Drop it by hand. (${String(error)})`);
  }
}

interface Lost {
  readonly backup: Backup;
  readonly tenants: readonly [FaultTenant, ...FaultTenant[]];
  /** How old the backup of the queue was when everything was lost. */
  readonly rpoSeconds: number;
}

async function liveAndLose(stage: Stage): Promise<Lost> {
  const { admin, receiver, root, databaseName, databaseUrl, masterKey, signal, tools, say } = stage;
  const dir = join(root, 'first');
  const to = join(root, 'backup');
  await Promise.all([auditDirOf(dir), to].map((folder) => mkdir(folder, { recursive: true })));
  await createDatabase(admin, databaseName);
  say(`starting a fleet in ${root}, on the database ${databaseName} …`);
  const fleet = await openDrillFleet({ dir, databaseUrl, masterKey, signal }, receiver, say);
  try {
    const provisioned = await provisionTenants(fleet.queue.admin, masterKey, receiver);
    const [first, ...others] = provisioned.tenants.slice(0, TENANTS);
    if (first === undefined) throw new Error('A drill needs a tenant.');
    const tenants = [first, ...others] as const;
    await fleet.start('ingress-api', 'query-worker', 'batch-worker', 'webhook-worker');
    const backup = await takeBackup({ fleet, receiver, tenants, tools, databaseUrl, dir, to, say });
    return { backup, tenants, rpoSeconds: (performance.now() - backup.takenAtMs) / 1_000 };
  } finally {
    say('destroying it …');
    await destroy(stage, fleet, dir);
  }
}

/** Nothing of it is left but its backups and, in a vault, its master key. */
async function destroy({ admin, databaseName }: Stage, fleet: DrillFleet, dir: string): Promise<void> {
  await fleet.kill();
  await dropDatabase(admin, databaseName);
  await rm(dir, { recursive: true, force: true });
}

async function restoreAndProve(
  stage: Stage,
  { backup, tenants: [tenant], newer, rpoSeconds }: Lost & { readonly newer: RestoreReport['newer'] },
): Promise<RestoreReport> {
  const { receiver, root, databaseUrl, masterKey, signal, say } = stage;
  const beganAt = performance.now();
  say(`restoring, with the ${newer} newer …`);
  const fromDelivery = receiver.deliveries.length;
  receiver.respond(null);
  const dir = join(root, `with-newer-${newer}`);
  await restore(stage, backup, { dir, newer });
  const fleet = await openDrillFleet({ dir, databaseUrl, masterKey, signal }, receiver, say);
  try {
    await fleet.start('ingress-api');
    const proving = { fleet, receiver, backup, tenant, newer, fromDelivery };
    const atOnce = await proveAll(CONCURRENCY, proving);
    say('it reads what was there; its workers start …');
    await fleet.start('query-worker', 'batch-worker', 'webhook-worker');
    const [first] = backup.waiting;
    if (first !== undefined) await answered(fleet, first);
    const rtoSeconds = (performance.now() - beganAt) / 1_000;
    const inTime = await proveAll(IN_TIME, proving);
    const notes = await notesOf(proving);
    return { newer, rpoSeconds, rtoSeconds, proofs: [...atOnce, ...inTime], notes };
  } finally {
    await destroy(stage, fleet, dir);
  }
}

/** Into fresh servers: the database first, because a worker that finds a job asks it at once. */
async function restore(
  { admin, tools, databaseName, databaseUrl, signal }: Stage,
  backup: Backup,
  { dir, newer }: { readonly dir: string; readonly newer: RestoreReport['newer'] },
): Promise<void> {
  signal.throwIfAborted();
  await createDatabase(admin, databaseName);
  await tools.restore(databaseUrl, backup.databaseFiles[newer === 'database' ? 'newer' : 'older']);
  await letTimePass(databaseUrl);
  await cp(backup.queueDir, queueDirOf(dir), { recursive: true });
  await cp(backup.auditDir, auditDirOf(dir), { recursive: true });
}

/** Restores come minutes after backups: what the sweep for lost jobs waits for is over by then. */
async function letTimePass(databaseUrl: string): Promise<void> {
  const database = connectPostgres({
    url: databaseUrl,
    poolSize: 1,
    statementTimeoutMs: 10_000,
    name: 'drill',
  });
  try {
    await database.query(`UPDATE ingestions SET checked_at = checked_at - interval '5 minutes'`);
  } finally {
    await database.close();
  }
}
