export type { ApiKeys, Revocations } from './api-keys.ts';
export type { Audit } from './audit.ts';
export type { Cache } from './cache.ts';
export { type ClientOptions, createClient, type RagfleetClient } from './create-client.ts';
export type { Documents } from './documents.ts';
export type { Erasures } from './erasures.ts';
export type { Ingestions, IngestionView } from './ingestions.ts';
export { type Problem, RagfleetError } from './problem.ts';
export type { Money } from './money.ts';
export type { Operation } from './operation.ts';
export type { CallOptions, CreateQueryOptions, Queries, WaitOptions } from './queries.ts';
export type {
  AnswerSettings,
  AnswerSettingsChange,
  GuardPolicy,
  ModelVendor,
} from './resources/answer-settings.ts';
export type {
  AuditCoverage,
  AuditEvent,
  AuditEvents,
  AuditEventType,
  AuditFilter,
  AuditVerification,
} from './resources/audit.ts';
export type {
  ApiKey,
  ApiKeyRotation,
  ApiKeyWithSecret,
  NewApiKey,
  Permission,
  Revocation,
  Role,
} from './resources/api-key.ts';
export type { CacheWarming, NewCacheWarming, WarmQuestion } from './resources/cache-warming.ts';
export type {
  Budget,
  BudgetChange,
  CostEstimate,
  CostFilter,
  CostReport,
  NewCostEstimate,
  UsageFilter,
  UsagePage,
  UsageRow,
  VectorDatabaseFilter,
  VectorDatabasePrices,
} from './resources/cost.ts';
export type {
  CacheStats,
  Document,
  DocumentPatch,
  NewDocument,
  NewSearch,
  SearchHit,
  UploadFile,
  UploadOptions,
} from './resources/document.ts';
export type { Erasure, ErasureCounts } from './resources/erasure.ts';
export type {
  DocumentStatus,
  EmbeddingChoice,
  IngestedDocument,
  Ingestion,
  IngestionEvent,
} from './resources/ingestion.ts';
export type { Me } from './resources/me.ts';
export type { Breaker, Degradation, DegradationChange, DegradationLevel } from './resources/operation.ts';
export type {
  Citation,
  Feedback,
  FeedbackFilter,
  FeedbackPage,
  RatedAnswer,
  NewQuery,
  Page,
  Priority,
  Query,
  QueryEvent,
  QueryResult,
  QueryStatus,
} from './resources/query.ts';
export type {
  DeliveryFilter,
  EndpointFilter,
  Redelivery,
  RedeliveryRange,
  WebhookDelivery,
  WebhookEndpoint,
  WebhookEvent,
  WebhookSecret,
} from './resources/webhook.ts';
export type {
  CreatedTenant,
  NewTenant,
  Region,
  Tenant,
  TenantChange,
  TenantLimits,
} from './resources/tenant.ts';
export type { Tenants } from './tenants.ts';
export type { Webhooks } from './webhooks.ts';
export { type ReceivedWebhook, unwrapWebhook } from './unwrap-webhook.ts';
