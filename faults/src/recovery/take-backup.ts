import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaultTenant } from '../fleet/contract.ts';
import type { WebhookReceiver } from '../fleet/webhook-receiver.ts';
import { waitFor } from '../scenarios/wait-for.ts';
import { backUpQueue, sizeOf } from './back-up-queue.ts';
import type { DrillReport, Say } from './contract.ts';
import { auditDirOf, type DrillFleet } from './drill-fleet.ts';
import type { PostgresTools } from './postgres-tools.ts';
import { answered, ask, type AskedQuery, knownOf, type KnownState, live } from './workload.ts';

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

const REFUSED_MS = 30_000;
/** What is deleted between the two dumps. */
export const DELETED = 'handbook-equipment';
export const documentOf = (name: string): string => `drill-${name}`;

/** Brings the fleet into every state that a restore has to mend, and copies it while it works. */
export async function takeBackup(options: TakeBackup): Promise<Backup> {
  const { fleet, receiver, tenants, tools, databaseUrl, dir, to, say } = options;
  const [first] = tenants;
  const told = await live(fleet, receiver, tenants);
  receiver.respond((_delivery, response) => {
    response.writeHead(503).end();
    return 503;
  });
  const untold = await Promise.all(tenants.map((tenant) => endedUntold(options, tenant)));
  await Promise.all([fleet.end('query-worker'), fleet.end('batch-worker')]);
  const waiting = await Promise.all(
    [...tenants, ...tenants].map((tenant) => ask(fleet, receiver, { tenant, endpoint: 'waiting' })),
  );
  const before = await submit(options, 'before');

  say('copying the database, the queue and the audit log while the fleet works …');
  const older = join(to, 'older.dump');
  const startedAt = performance.now();
  await tools.dump(databaseUrl, older);
  const databaseSeconds = (performance.now() - startedAt) / 1_000;
  const between = await submit(options, 'between');
  await fleet.client(first).documents.delete(DELETED);
  const known = await Promise.all(tenants.map((tenant) => knownOf(fleet, tenant)));

  const takenAtMs = performance.now();
  const queueDir = join(to, 'queue');
  const queueBytes = await backUpQueue(fleet.queue, queueDir);
  const queueSeconds = (performance.now() - takenAtMs) / 1_000;
  const auditDir = join(to, 'audit');
  await cp(auditDirOf(dir), auditDir, { recursive: true });

  const after = await submit(options, 'after');
  const late = await Promise.all(tenants.map((tenant) => ask(fleet, receiver, { tenant, endpoint: 'late' })));
  const newer = join(to, 'newer.dump');
  await tools.dump(databaseUrl, newer);
  const databaseBytes = await sizeOf(newer);
  return {
    queueDir,
    auditDir,
    databaseFiles: { newer, older },
    takenAtMs,
    measured: { queueSeconds, queueBytes, databaseSeconds, databaseBytes },
    told,
    untold,
    waiting,
    late,
    known,
    ingestions: { before, between, after },
  };
}

/** A question whose answer is there and whose webhook was tried and refused. */
async function endedUntold({ fleet, receiver }: TakeBackup, tenant: FaultTenant): Promise<AskedQuery> {
  const query = await answered(fleet, await ask(fleet, receiver, { tenant, endpoint: 'untold' }));
  await waitFor('a refused webhook', REFUSED_MS, () =>
    receiver.deliveries.some(({ body, answeredStatus }) => answeredStatus === 503 && body.includes(query.id)),
  );
  return query;
}

async function submit({ fleet, tenants: [tenant] }: TakeBackup, name: string): Promise<string> {
  const title = `The ${name} note`;
  const content = `The note ${name} says that the harbour office opens at seven.`;
  const { id } = await fleet.client(tenant).documents.submit([{ id: documentOf(name), title, content }]);
  return id;
}
