import { join } from 'node:path';
import type { FaultTenant } from '../fleet/contract.ts';
import type { WebhookReceiver } from '../fleet/webhook-receiver.ts';
import { backUpQueue, sizeOf } from './back-up-queue.ts';
import { copyAuditLog } from './copy-audit-log.ts';
import type { DrillReport, Say } from './contract.ts';
import { auditDirOf, type DrillFleet } from './drill-fleet.ts';
import type { PostgresTools } from './postgres-tools.ts';
import { answered, ask, type AskedQuery, knownOf, type KnownState, live, until } from './workload.ts';

/** Where the copies lie, and what clients knew when they were made. */
export interface Backup {
  readonly queueDir: string;
  readonly auditDir: string;
  readonly databaseFiles: Readonly<Record<'newer' | 'older', string>>;
  readonly takenAtMs: number;
  readonly measured: DrillReport['backup'];
  /** Ended, and told. */
  readonly told: readonly AskedQuery[];
  /** Ended; their receiver has refused the webhook so far. */
  readonly untold: readonly AskedQuery[];
  readonly waiting: readonly AskedQuery[];
  /** Taken after the backup of the queue: not in it. */
  readonly late: readonly AskedQuery[];
  readonly known: readonly KnownState[];
  /** Ingestions by when they were accepted: before both backups, between the two, after that of the queue. */
  readonly ingestions: Readonly<Record<'before' | 'between' | 'after', string>>;
}

export interface TakeBackup {
  readonly fleet: DrillFleet;
  readonly receiver: WebhookReceiver;
  readonly tenants: readonly [FaultTenant, ...FaultTenant[]];
  readonly tools: PostgresTools;
  readonly databaseUrl: string;
  /** Where the fleet has its folders. */
  readonly dir: string;
  readonly to: string;
  readonly say: Say;
}

const REFUSAL = 503;
/** What is deleted between the two dumps. */
export const DELETED = 'handbook-equipment';
export const documentOf = (name: string): string => `drill-${name}`;

/** Brings the fleet into every state that a restore has to mend, and copies it while it works. */
export async function takeBackup(options: TakeBackup): Promise<Backup> {
  const { fleet, receiver, tenants, say } = options;
  const states = await reachEveryState(options);
  say('copying the database, the queue and the audit log while the fleet works …');
  const { seconds: databaseSeconds, result: older } = await timed(() => dump(options, 'older'));
  const between = await submit(options, 'between');
  await fleet.client(tenants[0]).documents.delete(DELETED);
  const known = await Promise.all(tenants.map((tenant) => knownOf(fleet, tenant)));

  const takenAtMs = performance.now();
  const copied = await copyQueueAndAudit(options);
  const after = await submit(options, 'after');
  const late = await Promise.all(tenants.map((tenant) => ask(fleet, receiver, { tenant, endpoint: 'late' })));
  const newer = await dump(options, 'newer');
  const { queueSeconds, queueBytes, ...dirs } = copied;
  const { before, ...questions } = states;
  return {
    ...dirs,
    ...questions,
    databaseFiles: { newer, older },
    takenAtMs,
    measured: { queueSeconds, queueBytes, databaseSeconds, databaseBytes: await sizeOf(newer) },
    late,
    known,
    ingestions: { before, between, after },
  };
}

/** Questions that ended and were told, that ended and could not be told, and that wait; and an ingestion that waits. */
async function reachEveryState(
  options: TakeBackup,
): Promise<Pick<Backup, 'told' | 'untold' | 'waiting'> & { readonly before: string }> {
  const { fleet, receiver, tenants } = options;
  const told = await live(fleet, receiver, tenants);
  receiver.respond((_delivery, response) => {
    response.writeHead(REFUSAL).end();
    return REFUSAL;
  });
  const untold = await Promise.all(tenants.map((tenant) => endedUntold(options, tenant)));
  await Promise.all([fleet.end('query-worker'), fleet.end('batch-worker')]);
  const waiting = await Promise.all(
    [...tenants, ...tenants].map((tenant) => ask(fleet, receiver, { tenant, endpoint: 'waiting' })),
  );
  return { told, untold, waiting, before: await submit(options, 'before') };
}

/** Resolves with the file. */
async function dump({ fleet, tools, databaseUrl, to }: TakeBackup, name: string): Promise<string> {
  fleet.signal.throwIfAborted();
  const file = join(to, `${name}.dump`);
  await tools.dump(databaseUrl, file);
  return file;
}

/** Both while the fleet goes on. */
async function copyQueueAndAudit({ fleet, dir, to }: TakeBackup) {
  const queueDir = join(to, 'queue');
  const { seconds: queueSeconds, result: queueBytes } = await timed(() => backUpQueue(fleet.queue, queueDir));
  const auditDir = join(to, 'audit');
  await copyAuditLog(auditDirOf(dir), auditDir);
  return { queueDir, auditDir, queueSeconds, queueBytes };
}

async function timed<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly seconds: number; readonly result: Result }> {
  const startedAtMs = performance.now();
  const result = await work();
  return { seconds: (performance.now() - startedAtMs) / 1_000, result };
}

/** A question whose answer is there and whose webhook was tried and refused. */
async function endedUntold({ fleet, receiver }: TakeBackup, tenant: FaultTenant): Promise<AskedQuery> {
  const query = await answered(fleet, await ask(fleet, receiver, { tenant, endpoint: 'untold' }));
  await until(fleet, 'a refused webhook', () =>
    receiver.deliveries.some(
      ({ body, answeredStatus }) => answeredStatus === REFUSAL && body.includes(query.id),
    ),
  );
  return query;
}

async function submit({ fleet, tenants: [tenant] }: TakeBackup, name: string): Promise<string> {
  const title = `The ${name} note`;
  const content = `The note ${name} says that the harbour office opens at seven.`;
  const { id } = await fleet.client(tenant).documents.submit([{ id: documentOf(name), title, content }]);
  return id;
}
