export type { QueryEventReader, QueryEventWriter, StreamEvent } from './events/contract.ts';
export type { IngestHandler, IngestionEvents, IngestQueue, IngestWorker } from './ingestion/contract.ts';
export type { LaneSlots, LaneWorkers, QueryHandler, QueryRun } from './lanes/contract.ts';
export {
  type AdmitCommand,
  type AdmittedQuery,
  deliveryIdOf,
  type ListQueries,
  type QueryDesk,
  type QueryLedger,
  type QueryRecord,
  type Settlement,
  type StoredSubmission,
} from './queries/contract.ts';
export type {
  DeliveryAttempt,
  DeliveryAttemptRequest,
  DeliveryHandler,
  DeliveryRecord,
  DeliveryResult,
  ListDeliveries,
  NewDelivery,
} from './webhooks/contract.ts';
