export {
  apiKeyResource,
  type ApiKeyResource,
  apiKeyRotation,
  apiKeySubmission,
  createdApiKeyResource,
  principalName,
} from './http/api-keys.ts';
export {
  revocationResource,
  type RevocationResource,
  revocationSubmission,
  tokenPrincipalId,
} from './http/revocations.ts';
export {
  warmingList,
  type WarmingResource,
  warmingResource,
  type WarmingSubmission,
  warmingSubmission,
} from './http/cache.ts';
export {
  costEstimate,
  costEstimateSubmission,
  vectorDatabasePrices,
  vectorDatabasesQuery,
} from './http/cost-estimates.ts';
export {
  departmentName,
  documentId,
  type DocumentInput,
  documentInput,
  documentList,
  documentPatch,
  type DocumentResource,
  documentResource,
  documentsSubmission,
  type EmbeddingChoice,
  embeddingChoice,
  type IngestionResource,
  ingestionResource,
  ingestionStatus,
  ingestionView,
  searchHit,
  searchSubmission,
  type UploadFields,
  uploadFields,
  uploadSubmission,
} from './http/documents.ts';
export {
  ERASURE_COUNTS,
  type ErasureCount,
  type ErasureResource,
  erasureResource,
} from './http/erasures.ts';
export {
  DEFAULT_DEADLINE_SECONDS,
  FINISHED_QUERY_TTL_SECONDS,
  FINISHED_STREAM_TTL_SECONDS,
  IDEMPOTENCY_TTL_SECONDS,
  LIMITS,
} from './http/limits.ts';
export { listOf } from './http/lists.ts';
export { me } from './http/me.ts';
export { type Problem, problem, problemStatus, problemTitle, problemType } from './http/problem.ts';
export { periodEndMs, periodStartMs } from './http/periods.ts';
export {
  instanceOf,
  problemReply,
  type ProblemReply,
  requestIdOf,
  retryAfterSeconds,
} from './http/problem-reply.ts';
export {
  cacheControl,
  callback,
  citation,
  type FeedbackItem,
  feedbackItems,
  feedbackList,
  feedbackSubmission,
  historyTurn,
  metadata,
  namespaceName,
  queryBatchSubmission,
  type QueryError,
  queryError,
  queryList,
  type QueryResource,
  queryResource,
  type QueryResult,
  queryResult,
  type QueryStatus,
  queryStatus,
  type QuerySubmission,
  querySubmission,
} from './http/queries.ts';
export {
  cacheEvicted,
  cacheEviction,
  cacheStats,
  costsQuery,
  type CostsReport,
  costsReport,
  usageQuery,
  usageRows,
} from './http/reports.ts';
export { answerSettings, answerSettingsChange } from './http/answer-settings.ts';
export {
  auditEvent,
  type AuditEventResource,
  auditEvents,
  auditEventType,
  auditList,
  auditVerification,
} from './http/audit.ts';
export { breakerList } from './http/breakers.ts';
export { budget, budgetChange } from './http/budget.ts';
export { degradation, degradationChange } from './http/degradation.ts';
export {
  createdTenantResource,
  isTimeZone,
  RESERVED_TENANT_IDS,
  TENANT_ID,
  tenantChange,
  tenantList,
  type TenantResource,
  tenantResource,
  tenantSubmission,
} from './http/tenants.ts';
export {
  deliveryList,
  type DeliveryResource,
  deliveryResource,
  deliveryStatus,
  endpointList,
  type EndpointResource,
  endpointResource,
  type RedeliveryResource,
  redeliveryResource,
  redeliverySubmission,
  webhookSecretResource,
} from './http/webhooks.ts';
export {
  parseQueryJob,
  type QueryJob,
  type QueryPayload,
  toQueryPayload,
} from './jobs/query-job.ts';
export {
  BULL_PREFIX,
  INGEST_POLICY,
  type IngestJob,
  ingestJob,
  LANE_POLICIES,
  queueNameOfLane,
  QUEUE_NAMES,
  type QueuePolicy,
  SYNC_POLICY,
  type SyncJob,
  syncJob,
  WARM_POLICY,
  type WarmJob,
  warmJob,
  WEBHOOK_POLICY,
  type WebhookJob,
  webhookJob,
} from './jobs/queues.ts';
export type { MetricDefinition } from './metrics/metric-definition.ts';
export { METRICS } from './metrics/metrics.ts';
export { cacheKeys, keysOfTenant, queueKeys } from './redis/keys.ts';
export {
  WEBHOOK_BODY_LIMIT_BYTES,
  WEBHOOK_QUERY_EVENTS,
  WEBHOOK_SCHEDULE_MS,
  type WebhookEvent,
  type WebhookQueryEvent,
} from './webhooks/events.ts';
export type { DeliveryResult } from './webhooks/delivery-result.ts';
