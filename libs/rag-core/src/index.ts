export {
  type AnswerCachePorts,
  type AnswerListener,
  type AnswerModels,
  type AnswerPorts,
  type AnswerQuestion,
  type AnswerSettings,
  type CacheSettings,
  DEFAULT_ANSWER_SETTINGS,
  type JudgeSettings,
} from './answer/answer-ports.ts';
export { meteredAnswerModel } from './metering/metered-answer-model.ts';
export { bookSearchUsage, type SearchUsage } from './metering/book-search-usage.ts';
export type { Metering } from './metering/open-metered-call.ts';
export type {
  BudgetAction,
  Budgets,
  CallAccount,
  CallLedger,
  CallMoney,
  CallReservation,
  MonthlyBudget,
  OpenCall,
} from './ports/accounts.ts';
export type { Complexity, JudgeComplexity } from './routing/complexity.ts';
export { judgeComplexity } from './routing/judge-complexity.ts';
export { requestedModel } from './routing/requested-model.ts';
export type { BudgetPressure, RouteDecision, RouteReason, RouteRequest } from './routing/route-contract.ts';
export { routeModels } from './routing/route-models.ts';
export { typicalCostUsd } from './routing/typical-cost.ts';
export { type FittedPrompt, fitPrompt, type PromptParts } from './prompt-budget/fit-prompt.ts';
export { fillContext, type NumberedPassage } from './prompt-budget/fill-context.ts';
export { type LevelOfService, LEVELS } from './degradation/degradation-levels.ts';
export { type ChangeLevel, changeLevel, type ChangeLevelPorts } from './degradation/change-level.ts';
export { decidingSetting, FULL_SERVICE, levelInForce, rankOf } from './degradation/level-in-force.ts';
export {
  auditLevelChange,
  type LevelChange,
  logLevelChange,
  recordLevelChange,
} from './degradation/record-level-change.ts';
export { createFleetRule, type FleetRulePorts, type RuledChange } from './degradation/rule-fleet-level.ts';
export type { HysteresisTimes } from './degradation/level-hysteresis.ts';
export type { RuleThresholds } from './degradation/wanted-level.ts';
export type {
  FleetSigns,
  LevelInForce,
  LevelSetter,
  LevelSetting,
  LevelSettings,
  ModelHealth,
  ModelHealthCounts,
  RuleCause,
  RuledLevels,
} from './ports/degradation.ts';
export { budgetExhausted } from './answer/budget-pressure.ts';
export { createAnswerQuestion } from './answer/answer-question.ts';
export { type Climb, climbLadder } from './answer/climb-ladder.ts';
export { openQueryContext, type QueryContext } from './answer/query-context.ts';
export { writeAnswer } from './answer/write-answer.ts';
export type {
  AnswerCost,
  AnswerEvent,
  AnswerOutcome,
  AnswerResult,
  CacheEntryName,
  CacheMode,
  CacheUse,
  Citation,
  DegradationLevel,
  EndedAnswer,
  Quality,
  Question,
} from './ports/answers.ts';
export { cacheCommandMs } from './cache/cache-session.ts';
export { NO_ANSWER_CACHE } from './cache/no-answer-cache.ts';
export type {
  AnswerEntries,
  CacheEntry,
  CacheEviction,
  CacheScope,
  CacheStamp,
  JudgedWording,
  EntryKeeping,
  Evidence,
  RetrievalEntry,
} from './ports/answer-cache.ts';
export type { KeptRewriting, Rewritings } from './ports/rewritings.ts';
export type {
  AskedQuestion,
  PopularQuestions,
  QuestionPopularity,
  RefreshRequests,
  RepeatableQuestion,
} from './ports/popularity.ts';
export { isLeftToJudge } from './cache/judging/standing-of.ts';
export { embeddedTextsOf } from './answer/embedded-texts.ts';
export type {
  SemanticIndex,
  SemanticMatch,
  SemanticProbe,
  SemanticSpace,
  TenantProbe,
} from './ports/semantic-index.ts';
export type { FlightRole, FlightEnd, FlightRequest, SingleFlight } from './ports/single-flight.ts';
export type {
  ChangeAnnouncements,
  DocumentCatalogue,
  DocumentKey,
  DocumentLabels,
  DocumentPatch,
  UnannouncedChange,
} from './ports/documents.ts';
export type {
  GenerationCatalogue,
  GenerationClaim,
  GenerationProgress,
  IndexedPassage,
} from './ports/generations.ts';
export type {
  ClaimDocuments,
  ClaimedDocument,
  ClaimedPage,
  DocumentOutcome,
  EmbeddingMode,
  IngestionCatalogue,
  IngestionKey,
  IngestionRun,
  NewPassage,
  PendingDocument,
  Publication,
  RememberedBatch,
} from './ports/ingestions.ts';
export type { VectorUpkeepStore, VectorUpkeepTask } from './ports/vector-upkeep.ts';
export {
  type AnswerDelta,
  type AnswerModel,
  type AnswerRequest,
  type BatchEmbedder,
  type Embedder,
  type EmbeddingBatch,
  type EmbeddingCache,
  type EmbeddingKey,
  type FollowUp,
  NO_ANSWER_TEXT,
  NO_TENANT_SETTINGS,
  type PromptPassage,
  type Reranker,
  type RerankPassage,
  type TenantAnswerSettings,
  type TenantInstructions,
  type TokenUsage,
} from './ports/models.ts';
export type { Judgment, JudgeQuestions, MeaningVerdict, QuestionPair } from './ports/question-judge.ts';
export { DEFAULT_GUARD_POLICY, type GuardPolicy } from './ports/guard-policy.ts';
export type { PiiFinder } from './ports/pii-finder.ts';
export { billedFault, usageOfFailure } from './ports/billed-fault.ts';
export { isUnbooked, unbookedFault } from './ports/unbooked-fault.ts';
export {
  type AuditEvent,
  type AuditLog,
  type CacheDecision,
  type ChangeCounters,
  type ChangeSequence,
  type CostLedger,
  type CostRow,
  type ForeignPassageReason,
  type JudgeOutcome,
  type Logger,
  type SearchTelemetry,
  type Step,
  STEPS,
  type Telemetry,
} from './ports/operations.ts';
export type {
  DenseCandidate,
  KeywordIndex,
  Passage,
  PassageCandidate,
  PassageReader,
  PassageVector,
  SearchScope,
  VectorIndex,
} from './ports/passages.ts';
export {
  type EmbeddedQuery,
  type EmbedQuery,
  type EmbedQueryPorts,
  createEmbedQuery,
} from './search/embed-query.ts';
export type {
  RankedPassage,
  SearchMode,
  SearchPassages,
  SearchPorts,
  SearchReason,
  SearchRequest,
  SearchResult,
} from './search/search-contract.ts';
export { createSearchPassages } from './search/search-passages.ts';
export {
  type AnnounceChanges,
  type AnnounceChangesPorts,
  createAnnounceChanges,
} from './documents/announce-changes.ts';
export {
  createDocumentChanges,
  type DocumentChanges,
  type DocumentChangesPorts,
} from './documents/document-changes.ts';
export { countTokens } from './tokens/count-tokens.ts';
export {
  type BackfillGeneration,
  type BackfillPorts,
  createBackfillGeneration,
  requireDistinct,
} from './ingest/backfill-generation.ts';
export { createRequestPacker, type RequestPacker } from './ingest/embedding/request-packer.ts';
export { generationName } from './ingest/generation-name.ts';
export type {
  IndexGeneration,
  IngestCommand,
  IngestDocuments,
  IngestPorts,
  IngestResult,
} from './ingest/ingest-contract.ts';
export { createIngestDocuments } from './ingest/ingest-documents.ts';
export { NO_PACING, type Pace } from './ingest/pace.ts';
export {
  createVectorUpkeep,
  type MaintainedIndex,
  type VectorUpkeep,
  type VectorUpkeepPorts,
} from './ingest/pay-upkeep.ts';
export {
  type AnnouncedSourceItem,
  type DocumentSource,
  type FailedSourceItem,
  type GoneSourceItem,
  PASS_OUTCOMES,
  type PassCounts,
  type PassOutcome,
  type PassReport,
  type RemoveDocument,
  type SourceCatalogue,
  type SourceDocument,
  type SourceExtraction,
  type SourceExtractor,
  type SourceItem,
  type SourceName,
  type SourcePass,
  type SourceReading,
  type StoredSourceItem,
  type SubmitDocuments,
  type SubmittedSourceItem,
} from './ports/sources.ts';
export { createSyncSource } from './sync/sync-source.ts';
export type { SourceRules, SyncCommand, SyncPorts, SyncSource } from './sync/sync-ports.ts';
export { createWarmCache } from './warming/warm-cache.ts';
export type {
  WarmableQuestion,
  WarmAnswer,
  WarmAsker,
  WarmBudget,
  WarmCache,
  WarmCommand,
  WarmGroup,
  WarmListener,
  WarmPorts,
  WarmQuestion,
  WarmReport,
  WarmReservation,
} from './warming/warm-ports.ts';
