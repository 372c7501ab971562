export type { DegradationLevels, DegradationWatch } from './degradation/contract.ts';
export { createDegradationLevels } from './degradation/degradation-levels.ts';
export { readLaneWaits } from './degradation/lane-waits.ts';
export { createModelHealth, type ModelHealthOptions, readModelHealth } from './degradation/model-health.ts';
export { createDegradationWatch, type DegradationWatchOptions } from './degradation/watch-degradation.ts';
export { createQueryEventReader, type QueryEventReaderOptions } from './events/query-event-reader.ts';
export type { QueryEventReader, QueryEventWriter, StreamEvent } from './events/contract.ts';
export type {
  ErasePerson,
  Erasure,
  ErasureCounts,
  Erasures,
  ErasureSubject,
  PurgeDocument,
} from './erasures/contract.ts';
export { createErasePerson, type ErasePersonOptions } from './erasures/erase-person.ts';
export { createErasures, type ErasuresOptions } from './erasures/create-erasures.ts';
export { createPurgeDocument, type PurgeDocumentOptions } from './erasures/purge-document.ts';
export type {
  IngestHandler,
  IngestJobResult,
  IngestionEvents,
  IngestQueue,
  IngestRecovery,
  IngestWorker,
} from './ingestion/contract.ts';
export type {
  EndedQuery,
  LaneSlots,
  LaneWorkers,
  Waiting,
  QueryHandler,
  QueryRun,
} from './lanes/contract.ts';
export { createLaneWorkers, type LaneWorkersOptions } from './lanes/lane-workers.ts';
export { type RunLanesOptions, runLanes } from './lanes/run-lanes.ts';
export { createQueryWaker, type QueryWaker, type QueryWakerOptions } from './lanes/query-waker.ts';
export { type ChannelSubscriber, createChannelSubscriber } from './notices/channel-subscriber.ts';
export {
  type AdmissionLimits,
  DEFAULT_ADMISSION_LIMITS,
  type OwnAdmissionLimits,
} from './queries/admission-limits.ts';
export { createChangeSequence } from './queries/change-sequence.ts';
export {
  type AdmitCommand,
  type AdmittedQuery,
  deliveryIdOf,
  type ListQueries,
  type QueryService,
  type QueryStateStore,
  type QueryRecord,
  type QueuePlace,
  type Settlement,
  type StoredSubmission,
} from './queries/contract.ts';
export type { TenantGate } from './queues/tenant-gate.ts';
export { createLaneQueues, type LaneQueues } from './queries/lane-queues.ts';
export {
  createQuestionWatch,
  type QuestionWatch,
  type QuestionWatchOptions,
} from './queries/question-watch.ts';
export { createQueryService, type QueryServiceOptions } from './queries/query-service.ts';
export {
  createQueryStateStore,
  createReadQuery,
  type QueryStateStoreOptions,
} from './queries/query-state-store.ts';
export { type QueryResourceContext, toQueryResource } from './queries/query-resource.ts';
export type {
  Deliveries,
  DeliveryAttempt,
  DeliveryAttemptRequest,
  DeliveryHandler,
  DeliveryObserver,
  DeliveryRecord,
  DeliveryWorker,
  DisabledEndpoint,
  ListDeliveries,
  NewDelivery,
  ResultReader,
} from './webhooks/contract.ts';
export type { Endpoint, Endpoints } from './webhooks/endpoints/contract.ts';
export { createDeliveries, type DeliveriesOptions } from './webhooks/create-deliveries.ts';
export { createDeliveryWorker, type DeliveryWorkerOptions } from './webhooks/create-delivery-worker.ts';
export { createOutbox, type Outbox, type OutboxOptions } from './webhooks/create-outbox.ts';
export { createOutboxPump, type OutboxPump, type OutboxPumpOptions } from './webhooks/create-outbox-pump.ts';
export { encodeWebhook, type WebhookMessage } from './webhooks/webhook-body.ts';
export { createIngestionEvents, type IngestionEventsOptions } from './ingestion/create-ingestion-events.ts';
export { createIngestQueue, type IngestQueueOptions } from './ingestion/create-ingest-queue.ts';
export { startIngestion, type StartIngestionPorts } from './ingestion/start-ingestion.ts';
export { createIngestWorker, type IngestWorkerOptions } from './ingestion/create-ingest-worker.ts';
export {
  type BullBoardQueues,
  type BullBoardQueuesOptions,
  createBullBoardQueues,
} from './bull-board/create-bull-board-queues.ts';
export type { ResealReport, SealedPlace } from './rotation/contract.ts';
export { resealPlaces, type ResealOptions } from './rotation/reseal-places.ts';
export { QUEUE_SEALED_PLACES } from './rotation/sealed-places.ts';
export type { Reconciler, ReconcilerAction, ReconcilerObserver } from './reconciler/contract.ts';
export { createReconciler, type ReconcilerOptions } from './reconciler/create-reconciler.ts';
export type { OnUnreadable } from './records/read-each.ts';
export type { ScheduledSource, SyncHandler, SyncQueue, SyncWorker } from './sync/contract.ts';
export { createSyncQueue, type SyncQueueOptions } from './sync/create-sync-queue.ts';
export { createSyncWorker, type SyncWorkerOptions } from './sync/create-sync-worker.ts';
export type {
  WarmHandler,
  WarmQueue,
  WarmRecord,
  WarmRequest,
  WarmRun,
  WarmSchedule,
  WarmTrigger,
  WarmWorker,
} from './warming/contract.ts';
export { createWarmQueue, type WarmQueueOptions } from './warming/create-warm-queue.ts';
export { createWarmWorker, type WarmWorkerOptions } from './warming/create-warm-worker.ts';
export { createWarmBudget, type WarmBudgetOptions } from './warming/warm-budget.ts';
