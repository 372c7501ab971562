import { isRagfleetNotFound } from './not-found.ts';
import type { FaultTenant } from '../fleet/contract.ts';
import type { WebhookReceiver } from '../fleet/webhook-receiver.ts';
import type { Proof } from './contract.ts';
import type { DrillFleet } from './drill-fleet.ts';
import { type Backup, DELETED, documentOf } from './take-backup.ts';
import {
  answered,
  answerOf,
  ask,
  deliveriesOf,
  moneyOf,
  passagesOf,
  until,
  untilDelivered,
} from './workload.ts';

export interface Proving {
  readonly fleet: DrillFleet;
  readonly receiver: WebhookReceiver;
  readonly backup: Backup;
  readonly tenant: FaultTenant;
  readonly newer: 'database' | 'queue';
  /** Deliveries before this one were received by the fleet that is gone. */
  readonly fromDelivery: number;
}

type Check = (proving: Proving) => Promise<string>;

/** What stands before a worker runs: nothing that was known has changed. */
export const CONCURRENCY: Readonly<Record<string, Check>> = {
  'finished questions read as they ended': async ({ fleet, backup }) => {
    for (const query of [...backup.told, ...backup.untold]) {
      const read = await fleet.client(query.tenant).queries.get(query.id);
      expect(answerOf(read) === query.answer, `${query.id} reads otherwise`);
    }
    return `${backup.told.length + backup.untold.length} questions`;
  },
  'keys, tenants, budgets and the ledger are as they were': async ({ fleet, backup }) => {
    for (const before of backup.known) {
      const money = await moneyOf(fleet, before.tenant);
      expect(money === before.money, `${before.tenant.tenantId} had ${before.money}, and has ${money}`);
    }
    return `${backup.known.length} tenants`;
  },
  'the audit log verifies': async ({ fleet, tenant }) => {
    const { valid, events } = await fleet.client(tenant).audit.verify();
    expect(valid && events > 0, 'a chain is broken');
    return `${events} events`;
  },
};

/** What the workers bring to its end. */
export const IN_TIME: Readonly<Record<string, Check>> = {
  'questions that waited are answered': async ({ fleet, backup }) => {
    await Promise.all(backup.waiting.map((query) => answered(fleet, query)));
    return `${backup.waiting.length} questions`;
  },
  'webhooks that were due are delivered': async ({ fleet, receiver, backup, fromDelivery }) => {
    const due = [...backup.untold, ...backup.waiting];
    await untilDelivered(fleet, receiver, { queries: due, from: fromDelivery });
    const deliveries = due.flatMap(({ id }) => deliveriesOf(receiver, id, fromDelivery));
    expect(
      deliveries.every(({ isSignatureValid }) => isSignatureValid),
      'a signature is not valid',
    );
    return `${due.length} webhooks`;
  },
  'ingestions go on, and those that lost their job have one again': async (proving) => {
    const { fleet, backup, tenant, newer } = proving;
    const names = newer === 'database' ? (['before', 'between', 'after'] as const) : (['before'] as const);
    for (const name of names)
      await until(
        fleet,
        `the ingestion ${name} finished`,
        async () =>
          (await fleet.client(tenant).ingestions.get(backup.ingestions[name])).status === 'finished',
      );
    await Promise.all(names.map((name) => fleet.client(tenant).documents.get(documentOf(name))));
    return `${names.length} ingestions`;
  },
  'jobs without their ingestion end': async ({ fleet, newer }) => {
    const { admin } = fleet.queue;
    const isIdle = async (): Promise<boolean> => {
      const lists = ['wait', 'active'].map((list) => admin.llen(`bull:ingest:${list}`));
      return (await Promise.all(lists)).every((length) => length === 0);
    };
    await until(fleet, 'no ingestion job left', isIdle);
    return newer === 'queue' ? 'one job named an ingestion that the database had not' : 'none was without';
  },
  'searches find what they found': async ({ fleet, backup, newer }) => {
    for (const before of backup.known) {
      const passages = await passagesOf(fleet, before.tenant);
      const missing = before.passages.filter((passage) => !passages.includes(passage));
      // A document that was deleted after the older dump is back in it, and may push another one out.
      expect(missing.length <= (newer === 'queue' ? 1 : 0), `passages of ${before.tenant.tenantId}`);
    }
    return `${backup.known.length} searches`;
  },
  'nobody is told twice': async ({ receiver, backup, fromDelivery }) => {
    const again = backup.told.filter(({ id }) => deliveriesOf(receiver, id, fromDelivery).length > 0);
    expect(again.length === 0, `${again.length} webhooks that had been delivered came again`);
    const twice = [...backup.untold, ...backup.waiting].filter(
      ({ id }) => deliveriesOf(receiver, id, fromDelivery).length > 1,
    );
    expect(twice.length === 0, `${twice.length} webhooks came twice`);
    return 'each once';
  },
  'questions after the backup are unknown, and taken anew under their keys': async (proving) => {
    const { fleet, receiver, backup } = proving;
    for (const lost of backup.late) {
      const { queries } = fleet.client(lost.tenant);
      const isGone = await queries.get(lost.id).then(
        () => false,
        (error: unknown) => isRagfleetNotFound(error),
      );
      expect(isGone, `${lost.id} is not a plain 404`);
      await answered(
        fleet,
        await ask(fleet, receiver, { tenant: lost.tenant, endpoint: 'late', again: lost }),
      );
    }
    return `${backup.late.length} questions`;
  },
};

/** What no restore mends by itself. */
export async function notesOf({ fleet, tenant, newer }: Proving): Promise<readonly string[]> {
  const lost =
    'Questions after the backup of the queue are lost: clients send them again under the same key.';
  if (newer === 'database') return [lost];
  const isBack = await fleet
    .client(tenant)
    .documents.get(DELETED)
    .then(
      () => true,
      () => false,
    );
  expect(isBack, 'a document that was deleted after the dump is gone, which the notes of the drill deny');
  return [
    lost,
    'Documents accepted after the dump are gone: send them again. Documents deleted after it are back: delete them again.',
  ];
}

/** Each on its own: one that does not hold says so, and the others are still tried. Throws when the drill is given up. */
export async function proveAll(checks: Readonly<Record<string, Check>>, proving: Proving): Promise<Proof[]> {
  const proofs: Proof[] = [];
  for (const [name, check] of Object.entries(checks)) {
    try {
      proofs.push({ name, ok: true, detail: await check(proving) });
    } catch (error) {
      proving.fleet.signal.throwIfAborted();
      proofs.push({ name, ok: false, detail: error instanceof Error ? error.message : String(error) });
    }
  }
  return proofs;
}

function expect(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
