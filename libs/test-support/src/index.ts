export { startAnthropicDouble } from './anthropic-double/start-anthropic-double.ts';
export { describeInChromium, type TestPage } from './browser/describe-in-chromium.ts';
export { seriousFindings } from './browser/serious-findings.ts';
export type { ReceivedSpan } from './collector/otlp-json.ts';
export { type CollectorDouble, startCollectorDouble } from './collector/start-collector-double.ts';
export { ACCESS_CASES, accessOf, LABELED_DOCUMENTS, scopeOf } from './contract-suites/access-cases.ts';
export { answerEntriesContract, answerEntry } from './contract-suites/answer-entries-contract.ts';
export {
  type IngestionRace,
  type IngestionRaceSubject,
  raceIngestions,
} from './contract-suites/ingestion-race.ts';
export { keptRewriting, rewritingsContract } from './contract-suites/rewritings-contract.ts';
export { passageStoreContract, type PassageStoreSubject } from './contract-suites/passage-store-contract.ts';
export {
  CONTRACT_DIMENSION,
  vectorIndexContract,
  type VectorIndexSubject,
} from './contract-suites/vector-index-contract.ts';
export {
  describeForeignIndexContract,
  describeSemanticIndexContract,
} from './contract-suites/semantic-index-contract.ts';
export {
  CONTRACT_MAX_ENTRIES,
  leaning,
  type OpenSemanticIndex,
  type SemanticIndexSubject,
} from './contract-suites/semantic-index-stage.ts';
export {
  createInMemorySemanticIndex,
  type InMemorySemanticIndexOptions,
} from './in-memory/in-memory-semantic-index.ts';
export {
  createInMemoryAnswerEntries,
  type InMemoryAnswerEntries,
} from './in-memory/in-memory-answer-entries.ts';
export {
  createInMemoryPassages,
  type InMemoryPassages,
  type NewDocument,
} from './in-memory/in-memory-passages.ts';
export { createInMemoryRewritings, type InMemoryRewritings } from './in-memory/in-memory-rewritings.ts';
export { createInMemorySources, type InMemorySources } from './in-memory/in-memory-sources.ts';
export {
  sourceCatalogueContract,
  type SourceCatalogueSubject,
} from './contract-suites/source-catalogue-contract.ts';
export { createLaggingIndex, type LaggingIndex } from './in-memory/lagging-index.ts';
export { createInMemoryVectorIndex } from './in-memory/in-memory-vectors.ts';
export { describeNotRun } from './missing/describe-not-run.ts';
export { type AttackRow, readCorpus, tellTotal } from './corpora/read-corpus.ts';
export { obeyedMarkers, type SentMessage } from './gullible-model/obeyed-markers.ts';
export { type GptCacheDouble, startGptCacheDouble } from './gptcache/start-gptcache-double.ts';
export type { ModelFault, ModelReply, ModelUsage, VectorFlaw } from './model-double/model-wire.ts';
export type { ModelPace } from './model-double/play-reply.ts';
export type { BilledCall, ModelDouble, ModelRequest } from './model-double/start-model-double.ts';
export { startOpenAiDouble } from './openai-double/start-openai-double.ts';
export { describeWithDocuments } from './openapi/describe-with-documents.ts';
export type { ApiDouble } from './openapi/start-api-double.ts';
export { type PineconeDouble, startPineconeDouble } from './pinecone/start-pinecone-double.ts';
export { queryResultOf } from './query-result.ts';
export { submissionOf } from './query-submission.ts';
export {
  describeOnPostgres,
  describeOnPostgresServer,
  testPostgresKinds,
} from './postgres/describe-on-postgres.ts';
export { openProcessStage, type ProcessStage } from './processes/open-process-stage.ts';
export { openTestPostgres, type TestPostgres, type TestPostgresKind } from './postgres/open-test-postgres.ts';
export {
  type QdrantDouble,
  startQdrantDouble,
  startUncheckedQdrantDouble,
} from './qdrant/start-qdrant-double.ts';
export { type RecordedCall, startRecordingServer } from './recording-server/start-recording-server.ts';
export { describeOnRedis8, type TestRedis8 } from './redis/describe-on-redis8.ts';
export { type OpenTestRedis, openTestRedis } from './redis/open-test-redis.ts';
export { ANY_SCRIPT, type CuttingProxy, startCuttingProxy } from './redis/start-cutting-proxy.ts';
export { type ProxiedConnection, type RedisProxy, startRedisProxy } from './redis/start-redis-proxy.ts';
export { startTestRedis, type TestRedis } from './redis/start-test-redis.ts';
export { writeOut } from './redis/write-out.ts';
export { findFreePort } from '@ragfleet/redis-server';
export { haltProcess } from './time/halt-process.ts';
export { settlesWithin } from './time/settles-within.ts';
export { cpuMs } from './time/cpu-ms.ts';
export { seededNumbers } from './seeded-numbers.ts';
export {
  ACCEPTABLE_URLS,
  PUBLIC_ADDRESSES,
  TREACHEROUS_ANSWERS,
  UNACCEPTABLE_URLS,
  UNREACHABLE_URLS,
} from './ssrf/ssrf-urls.ts';
export {
  FORGED_WEBHOOKS,
  GENUINE_WEBHOOKS,
  VECTOR_SECRET,
  VECTORS_AT_MS,
  WEAK_SECRETS,
  WEBHOOK_VECTORS,
  webhookHeaders,
} from './webhooks/webhook-vectors.ts';
export { SSRF_CASES } from './ssrf/ssrf-cases.ts';
export { openLocalServer } from './local-server/open-local-server.ts';
