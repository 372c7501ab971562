/** Limits of the HTTP contract. Sizes in bytes unless the name says otherwise. */
export const LIMITS = {
  queryBodyBytes: 64 * 1024,
  batchBodyBytes: 4 * 1024 * 1024,
  documentsBodyBytes: 16 * 1024 * 1024,
  questionCharacters: 2_000,
  historyTurns: 20,
  historyBytes: 16 * 1024,
  metadataKeys: 16,
  metadataValueCharacters: 512,
  namespaces: 32,
  topK: 20,
  deadlineSeconds: 86_400,
  batchQueries: 1_000,
  /** Of one batch at a time: so many may still come into a lane after its depth was looked at. */
  batchQueriesInFlight: 128,
  documentsPerRequest: 1_000,
  fileBytes: 50 * 1024 * 1024,
  /** All files of one upload together. */
  uploadBytes: 256 * 1024 * 1024,
  uploadFiles: 500,
  fileNameCharacters: 512,
  uploadFieldBytes: 16 * 1024,
  /** Documents of an ingestion that one reply lists. */
  ingestionDocuments: 1_000,
  warmBodyBytes: 1024 * 1024,
  warmQuestions: 100,
  /** Questions of each access. */
  warmTopN: 1_000,
  listLimit: 100,
  /** Of a tenant, and of each of its people: the newest. Older ones can be read by their id alone. */
  listedQueries: 10_000,
  auditEvents: 500,
  usageRows: 1_000,
  /** Webhooks that one call sends again. */
  redeliveries: 500,
  /** Callback URLs of a tenant that are remembered. One page may hold them all: their order changes with every webhook. */
  webhookEndpoints: 500,
  waitSeconds: 60,
  idempotencyKeyCharacters: 255,
  callbackUrlCharacters: 2_048,
  systemPromptCharacters: 4_000,
  modelsOfTenant: 32,
  blockedPiiKinds: 40,
  estimateDailyQueries: 1_000_000_000,
  estimateTokens: 10_000_000,
  estimateModels: 32,
  /** And reads and writes of a month. */
  estimateVectors: 1_000_000_000_000,
} as const;

/** How long a query may take when it does not say, by lane. */
export const DEFAULT_DEADLINE_SECONDS = { high: 60, normal: 300, low: 1_800 } as const;

/** How long an idempotency key is remembered. */
export const IDEMPOTENCY_TTL_SECONDS = 86_400;
/** How long a finished query stays readable. */
export const FINISHED_QUERY_TTL_SECONDS = 86_400;
/** How long the events of a finished query are kept as they were written. Whoever comes later hears what its record says. */
export const FINISHED_STREAM_TTL_SECONDS = 300;
