import { queueKeys } from '@ragfleet/contracts';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { z } from 'zod';
import { type OnUnreadable, readEach } from '../records/read-each.ts';
import type { DeliveryPage, DeliveryRecord, ListDeliveries, RedeliverRange } from './contract.ts';
import { type BodyChange, compactBody, openBody } from './delivery-body.ts';
import { createTenantList, pageAmong } from './delivery-list.ts';
import { createDeliveryRange, type RangeRead } from './redelivery/delivery-range.ts';
import { DELIVERY_FIELDS, deliveryIdsOf, parseDelivery } from './delivery-record.ts';

const hashValues = z.array(z.string().nullable());

export interface KeptDelivery {
  readonly record: DeliveryRecord;
  /** null when the bytes were purged. */
  readonly openBody: () => Buffer | null;
  /** What may take the bytes' place once they have arrived; null where they stay as they are. */
  readonly compactBody: (body: Buffer) => BodyChange | null;
}

export interface DeliveryReads {
  get(tenantId: string, deliveryId: string): Promise<DeliveryRecord | null>;
  /** The record with its bytes, in one look. */
  whole(tenantId: string, deliveryId: string): Promise<KeptDelivery | null>;
  /** Without what cannot be read. */
  list(request: ListDeliveries, signal: AbortSignal): Promise<DeliveryPage>;
  /** All of a query or an ingestion, without what cannot be read. */
  ofSubject(tenantId: string, subjectId: string): Promise<DeliveryRecord[]>;
  /** Of one status, oldest first, and where the rest begins: null when all was looked at. */
  range(range: RedeliverRange): Promise<RangeRead>;
}

export function createDeliveryReads(
  redis: Redis,
  sealer: Sealer,
  onUnreadable: OnUnreadable = () => undefined,
): DeliveryReads {
  const fieldsOf = async (tenantId: string, deliveryIds: readonly string[]) => {
    const pipeline = redis.pipeline();
    for (const id of deliveryIds) pipeline.hmget(queueKeys.delivery(tenantId, id), ...DELIVERY_FIELDS);
    const replies = (await redisReply(pipeline.exec())) ?? [];
    return replies.map(([error, values]) => {
      if (error !== null) throw error;
      return hashValues.parse(values);
    });
  };
  const readAll = async (tenantId: string, deliveryIds: readonly string[]): Promise<DeliveryRecord[]> => {
    const stored = await fieldsOf(tenantId, deliveryIds);
    return deliveryIds.flatMap((id, index) => parseDelivery(sealer, tenantId, id, stored[index] ?? []) ?? []);
  };
  const readMany = async (tenantId: string, deliveryIds: readonly string[]): Promise<DeliveryRecord[]> => {
    const stored = await fieldsOf(tenantId, deliveryIds);
    return readEach(
      deliveryIds,
      async (id, index) => parseDelivery(sealer, tenantId, id, stored[index] ?? []),
      (ids) => onUnreadable({ kind: 'delivery', tenantId, ids }),
    );
  };

  const ofSubject = (tenantId: string, subjectId: string): Promise<DeliveryRecord[]> =>
    readMany(tenantId, deliveryIdsOf(subjectId));
  const listTenant = createTenantList(redis, readMany);
  return {
    range: createDeliveryRange(redis, readAll),
    get: async (tenantId, deliveryId) => (await readAll(tenantId, [deliveryId]))[0] ?? null,
    whole: async (tenantId, deliveryId) => {
      const key = queueKeys.delivery(tenantId, deliveryId);
      const [sealed = null, ...values] = await redisReply(redis.hmget(key, 'body', ...DELIVERY_FIELDS));
      const record = parseDelivery(sealer, tenantId, deliveryId, values);
      if (record === null) return null;
      return {
        record,
        openBody: () => (sealed === null ? null : openBody(sealer, tenantId, sealed)),
        compactBody: (body) =>
          // An earlier release looks into the bytes of a keyed one alone.
          sealed === null || record.keyId === null
            ? null
            : compactBody(sealer, tenantId, { before: sealed, body }),
      };
    },
    ofSubject,
    list: async (request, signal) => {
      const { tenantId, subjectId } = request;
      if (subjectId === null) return listTenant(request, signal);
      return pageAmong(await ofSubject(tenantId, subjectId), request);
    },
  };
}
