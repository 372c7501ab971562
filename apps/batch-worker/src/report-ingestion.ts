import { type DocumentStore, type IngestionRecord, toIngestionResource } from '@ragfleet/document-store';
import { type Deliveries, deliveryIdOf, encodeWebhook, type IngestionEvents } from '@ragfleet/job-queue';

export interface ReportPorts {
  readonly store: Pick<DocumentStore, 'getIngestion' | 'noteReported'>;
  readonly events: Pick<IngestionEvents, 'append'>;
  readonly deliveries: Pick<Deliveries, 'create'>;
  readonly publicUrl: string | null;
}

export interface ReportIngestion {
  /** Counts so far, for whoever watches. */
  progress(tenantId: string, ingestionId: string): Promise<void>;
  /**
   * The last event, and the webhook when one was asked for; noted once both are made. Saying it again changes nothing for
   * the receiver.
   */
  finished(tenantId: string, ingestionId: string): Promise<void>;
}

/** No documents: an ingestion knows its counts. */
const COUNTS = { status: null, startingAfter: null, limit: 0 };

/** Tells the world how an ingestion goes. */
export function createReportIngestion({
  store,
  events,
  deliveries,
  publicUrl,
}: ReportPorts): ReportIngestion {
  return {
    progress: async (tenantId, ingestionId) => {
      const found = await store.getIngestion(tenantId, ingestionId, COUNTS);
      if (found)
        await events.append(tenantId, ingestionId, 'progress', {
          ...toIngestionResource(found.record, { publicUrl }),
        });
    },
    finished: async (tenantId, ingestionId) => {
      const found = await store.getIngestion(tenantId, ingestionId, COUNTS);
      if (!found) return;
      const data = { ...toIngestionResource(found.record, { publicUrl }) };
      await deliver(deliveries, found.record, data);
      await events.append(tenantId, ingestionId, 'done', data);
      await store.noteReported({ tenantId, ingestionId });
    },
  };
}

async function deliver(
  deliveries: ReportPorts['deliveries'],
  { tenantId, ingestionId, principalId, callbackUrl, finishedAtMs }: IngestionRecord,
  data: Record<string, unknown>,
): Promise<void> {
  if (callbackUrl === null) return;
  const event = 'ingestion.finished';
  const deliveryId = deliveryIdOf(ingestionId, event);
  // Counts and urls alone: nothing in the body that access could be lost to, hence no key to check.
  const delivery = {
    tenantId,
    deliveryId,
    subjectId: ingestionId,
    principalId,
    keyId: null,
    event,
    url: callbackUrl,
  } as const;
  const timestamp = new Date(finishedAtMs ?? Date.now()).toISOString();
  await deliveries.create(delivery, encodeWebhook({ type: event, timestamp, data }, true));
}
