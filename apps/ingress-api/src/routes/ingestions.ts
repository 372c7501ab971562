import { ingestionResource, ingestionView } from '@ragfleet/contracts';
import { type DocumentStore, type IngestionView, toIngestionResource } from '@ragfleet/document-store';
import type { IngestionEvents, StreamEvent } from '@ragfleet/job-queue';
import { Fault, type TenantPrincipal } from '@ragfleet/kernel';
import { tenantRoute } from '../http/define-route.ts';
import { ok } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { ingestionParams } from './ids.ts';
import { isOwn } from './own-queries.ts';
import { MAY_READ } from './permissions.ts';
import { eventHeaders } from './request-headers.ts';

export interface IngestionRoutePorts {
  readonly store: Pick<DocumentStore, 'getIngestion'>;
  readonly ingestionEvents: Pick<IngestionEvents, 'read'>;
  readonly publicUrl: string | null;
}

type Ingestion = NonNullable<Awaited<ReturnType<DocumentStore['getIngestion']>>>;

const STORE_BUDGET_MS = 15_000;
/** Progress events are kept for a day; a finished ingestion without them is answered from its record after this. */
const REPLAY_MS = 2_000;
/** Without an event for so long it is looked at again: it may be gone, or over while its events are lost. */
const QUIET_MS = 10_000;
const NO_DOCUMENTS: IngestionView = { status: null, startingAfter: null, limit: 0 };

export function ingestionRoutes(ports: IngestionRoutePorts): Route[] {
  const { store, publicUrl } = ports;
  const facts = {
    method: 'get',
    tag: 'Documents',
    params: ingestionParams,
    faults: ['not-found'],
    budgetMs: STORE_BUDGET_MS,
  } as const;
  return [
    tenantRoute(
      MAY_READ,
      {
        ...facts,
        path: '/v1/ingestions/{id}',
        operationId: 'getIngestion',
        summary: 'Read how far an ingestion is, document by document',
        query: ingestionView,
        replies: { 200: { description: 'The ingestion.', schema: ingestionResource } },
      },
      async ({ caller, params, query }) => {
        const { status = null, starting_after: startingAfter = null, limit } = query;
        const view = { status, startingAfter, limit };
        return ok(resourceOf(await ownIngestion(store, caller, params.id, view), publicUrl));
      },
    ),
    tenantRoute(
      MAY_READ,
      {
        ...facts,
        path: '/v1/ingestions/{id}/events',
        operationId: 'streamIngestion',
        summary: 'Follow an ingestion as server-sent events',
        headers: eventHeaders,
        replies: { 200: { description: 'Events `progress` and `done`.', contentType: 'text/event-stream' } },
      },
      async ({ caller, params }) => {
        const ingestion = await ownIngestion(store, caller, params.id);
        return { kind: 'events', open: (afterId, signal) => progressOf(ports, ingestion, afterId, signal) };
      },
    ),
  ];
}

async function* progressOf(
  { store, ingestionEvents, publicUrl }: IngestionRoutePorts,
  ingestion: Ingestion,
  afterId: string | null,
  signal: AbortSignal,
): AsyncIterable<StreamEvent> {
  const { tenantId, ingestionId } = ingestion.record;
  let lastId = afterId;
  // null where it went meanwhile, with its tenant: nobody will ever say done of it.
  for (
    let known: Ingestion | null = ingestion;
    known !== null;
    known = await lookAgain(store, known.record)
  ) {
    const isOver = known.record.finishedAtMs !== null;
    const wanted = { tenantId, ingestionId, afterId: lastId, quietMs: isOver ? REPLAY_MS : QUIET_MS };
    for await (const event of ingestionEvents.read(wanted, signal)) {
      yield event;
      if (event.type === 'done') return;
      lastId = event.id;
    }
    if (signal.aborted) return;
    if (isOver) {
      yield { id: lastId ?? '0-0', type: 'done', data: { ...resourceOf(known, publicUrl) } };
      return;
    }
  }
}

/** As it is now, with its documents where it is over; null when it is gone. */
async function lookAgain(
  store: IngestionRoutePorts['store'],
  { tenantId, ingestionId }: Ingestion['record'],
): Promise<Ingestion | null> {
  const now = await store.getIngestion(tenantId, ingestionId, NO_DOCUMENTS);
  const finishedAtMs = now?.record.finishedAtMs ?? null;
  return finishedAtMs === null ? now : store.getIngestion(tenantId, ingestionId);
}

const resourceOf = ({ record, documents, isTruncated }: Ingestion, publicUrl: string | null) =>
  toIngestionResource(record, { publicUrl, documents, isTruncated });

async function ownIngestion(
  store: IngestionRoutePorts['store'],
  caller: TenantPrincipal,
  ingestionId: string,
  view?: IngestionView,
): Promise<Ingestion> {
  const ingestion = await store.getIngestion(caller.tenantId, ingestionId, view);
  if (ingestion === null || !isOwn(caller, ingestion.record.principalId)) {
    throw new Fault('not-found', 'There is no such ingestion, or it is not yours.');
  }
  return ingestion;
}
