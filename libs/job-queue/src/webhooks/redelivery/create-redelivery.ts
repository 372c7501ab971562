import { isFault } from '@ragfleet/kernel';
import type { DeliveryRecord, RedeliveredRange, RedeliverRange } from '../contract.ts';
import type { DeliveryReads } from '../delivery-reads.ts';
import type { DeliveryWrites } from '../delivery-writes.ts';
import type { Endpoints } from '../endpoints/contract.ts';
import type { WebhookQueue } from '../webhook-queue.ts';
import { inGroups } from './in-groups.ts';
import type { DeliveryName, RedeliveryMarks } from './redelivery-marks.ts';

export interface RedeliveryOptions {
  readonly marks: RedeliveryMarks;
  readonly reads: Pick<DeliveryReads, 'get' | 'range'>;
  readonly writes: Pick<DeliveryWrites, 'reopen'>;
  readonly queue: Pick<WebhookQueue, 'add' | 'forget'>;
  readonly endpoints: Pick<Endpoints, 'enable'>;
  readonly endpointIdOf: (tenantId: string, url: string) => string;
}

export interface Redelivery {
  /** null when there is no such delivery. */
  one(tenantId: string, deliveryId: string): Promise<DeliveryRecord | null>;
  range(range: RedeliverRange): Promise<RedeliveredRange>;
  /** Ends what a process left in the middle, or an attempt was in the way of; how many of at most `limit`. */
  resume(limit: number): Promise<number>;
}

const CONCURRENCY = 16;

/** Sends again what was kept. Its marks see to it that nothing is left half done. */
export function createRedelivery(options: RedeliveryOptions): Redelivery {
  const { marks, reads, writes, queue, endpoints } = options;
  /** False while an attempt is under way, whose end would be taken for that of this one: it is left to `resume`. */
  const again = async (record: DeliveryRecord): Promise<boolean> => {
    const { tenantId, deliveryId } = record;
    // In this order: a pending record whose job has failed is what the reconciler buries.
    if (!(await queue.forget(deliveryId))) return false;
    await writes.reopen(record);
    await queue.add({ v: 1, tenantId, deliveryId });
    return true;
  };

  const enableAll = async (records: readonly DeliveryRecord[]): Promise<void> => {
    const ids = new Map(
      records.map(({ tenantId, url }) => [options.endpointIdOf(tenantId, url), tenantId] as const),
    );
    await inGroups([...ids], CONCURRENCY, ([endpointId, tenantId]) => endpoints.enable(tenantId, endpointId));
  };

  const redeliver = async (records: readonly DeliveryRecord[]): Promise<void> => {
    if (records.length === 0) return;
    const begun: DeliveryRecord[] = [];
    await marks.set(records);
    await enableAll(records);
    await inGroups(records, CONCURRENCY, async (record) => {
      if (await again(record)) begun.push(record);
    });
    await marks.clear(begun);
  };

  // One that cannot be read any more must not stand in front of the others for ever.
  const readOrNull = (tenantId: string, deliveryId: string): Promise<DeliveryRecord | null> =>
    reads.get(tenantId, deliveryId).catch((error: unknown) => {
      if (isFault(error, 'corrupt')) return null;
      throw error;
    });

  const finish = async (name: DeliveryName): Promise<void> => {
    const { tenantId, deliveryId } = name;
    const record = await readOrNull(tenantId, deliveryId);
    if (record !== null) await enableAll([record]);
    if (record === null || (await again(record))) await marks.clear([name]);
  };

  return {
    one: async (tenantId, deliveryId) => {
      const record = await reads.get(tenantId, deliveryId);
      if (record === null) return null;
      await redeliver([record]);
      return reads.get(tenantId, deliveryId);
    },
    range: async (range) => {
      const { records, nextFromMs } = await reads.range(range);
      await redeliver(records);
      return { count: records.length, nextFromMs };
    },
    resume: async (limit) => {
      const names = await marks.overdue(limit);
      for (const name of names) await finish(name);
      return names.length;
    },
  };
}
