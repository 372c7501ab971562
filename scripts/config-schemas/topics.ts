/** What the schema does not tell of a variable and a reader has to know. */
export interface VariableFacts {
  /** What a number counts, where the ending of the name does not say it. */
  readonly unit?: string;
  /** What may be written, where the schema checks it in code. */
  readonly values?: string;
  readonly isSecret?: true;
}

export interface Topic {
  readonly title: string;
  readonly intro: string;
  readonly variables: Readonly<Record<string, VariableFacts>>;
}

const SECRET = { isSecret: true } as const;
const MODEL = { values: 'name of a model' };
const URL_TEXT = { values: 'URL' };
const HOSTS = { values: 'comma list of host[:port]' };
const FOLDER = { values: 'path of a folder' };

/** The chapters of docs/configuration.md, in reading order. Every variable stands in exactly one. */
export const TOPICS: readonly Topic[] = [
  {
    title: 'Processes',
    intro: 'How a process runs, listens and stops.',
    variables: {
      RAGFLEET_ENV: {},
      LOG_LEVEL: {},
      HOST: { values: 'address or host name' },
      PORT: { unit: 'port; 0 takes a free one' },
      OPERATIONS_PORT: { unit: 'port; 0 takes a free one' },
      SHUTDOWN_GRACE_SECONDS: {},
      RAGFLEET_FAILPOINTS: { values: 'comma list of point=action[:ms][@marker]' },
    },
  },
  {
    title: 'Stores and keys',
    intro: 'Where the fleet keeps its state, and the keys that seal it. The same for every process.',
    variables: {
      QUEUE_REDIS_URL: { values: 'redis:// or rediss:// URL', ...SECRET },
      CACHE_REDIS_URL: { values: 'redis:// or rediss:// URL', ...SECRET },
      DATABASE_URL: { values: 'postgres:// URL', ...SECRET },
      RAGFLEET_MASTER_KEY: { values: '32 bytes in base64', ...SECRET },
      RAGFLEET_MASTER_KEYS_OLD: { values: 'comma list of up to 4 keys', ...SECRET },
    },
  },
  {
    title: 'The API',
    intro: 'What the ingress accepts and from whom.',
    variables: {
      PUBLIC_URL: { values: 'http:// or https:// URL' },
      CORS_ALLOW_ORIGINS: { values: 'comma list of origins' },
      REQUESTS_PER_MINUTE_PER_ADDRESS: { unit: 'requests a minute' },
      MAX_EVENT_STREAMS: { unit: 'streams' },
      TRUSTED_PROXY_HOPS: { unit: 'proxies' },
      IDENTITY_ISSUERS: { values: 'JSON list' },
    },
  },
  {
    title: 'Answering',
    intro: 'How many questions run at once and what an answer may take.',
    variables: {
      HIGH_SLOTS: { unit: 'questions at once' },
      NORMAL_SLOTS: { unit: 'questions at once' },
      LOW_SLOTS: { unit: 'questions at once' },
      SHARED_SLOTS: { unit: 'questions at once' },
      QUALITY_THRESHOLD: {},
      TARGET_LATENCY_MS: {},
      MAX_CONTEXT_TOKENS: {},
      MAX_OUTPUT_TOKENS: {},
    },
  },
  {
    title: 'Models',
    intro: 'Who embeds and who answers. Every process that reads these needs the same ones.',
    variables: {
      OPENAI_API_KEY: SECRET,
      OPENAI_BASE_URL: URL_TEXT,
      ANTHROPIC_API_KEY: SECRET,
      ANTHROPIC_BASE_URL: URL_TEXT,
      AZURE_OPENAI_ENDPOINT: URL_TEXT,
      AZURE_OPENAI_API_KEY: SECRET,
      AZURE_OPENAI_API_VERSION: { values: 'date, or date-preview' },
      DEFAULT_MODEL: MODEL,
      PREMIUM_MODEL: MODEL,
      MODEL_LADDER: { values: 'comma list of models' },
      OTHER_MODELS: { values: 'comma list of models' },
      MODEL_CONTEXT_WINDOWS: { values: 'JSON object of model to tokens, 1000 or more' },
      EMBEDDING_MODEL: MODEL,
      EMBEDDING_DIMENSION: { unit: 'numbers in a vector' },
      EMBEDDING_BATCH_API: {},
      NEXT_EMBEDDING_MODEL: MODEL,
      NEXT_EMBEDDING_DIMENSION: { unit: 'numbers in a vector' },
      RERANKER: {},
      RERANK_URL: URL_TEXT,
      RERANK_API_KEY: SECRET,
      RERANK_MODEL: MODEL,
    },
  },
  {
    title: 'Prices and money',
    intro: 'What calls are counted at, and what the fleet may spend.',
    variables: {
      PRICE_LIST: {},
      MODEL_PRICES: { values: 'JSON object of model to prices' },
      FLEET_MONTHLY_USD: { unit: 'US dollars a month' },
      WARM_BUDGET_USD: { unit: 'US dollars a day and tenant' },
    },
  },
  {
    title: 'Vectors',
    intro:
      'Where vectors live and how they are searched. Every process that reads these needs the same ones.',
    variables: {
      VECTOR_STORE: { values: 'comma list of pgvector, qdrant, pinecone' },
      VECTOR_SEARCH: {},
      VECTOR_SOURCE_TIMEOUT_MS: {},
      VECTOR_MIN_SOURCES: { unit: 'stores' },
      VECTOR_DATABASE_URL: { values: 'postgres:// URL', ...SECRET },
      VECTOR_REPLICA_URLS: { values: 'comma list of postgres:// URLs', ...SECRET },
      VECTOR_READ_PREFERENCE: {},
      VECTOR_POOL_MIN: { unit: 'connections of a process' },
      VECTOR_POOL_MAX: { unit: 'connections of a process' },
      VECTOR_REPLICA_POOL_MIN: { unit: 'connections of a process' },
      VECTOR_REPLICA_POOL_MAX: { unit: 'connections of a process' },
      VECTOR_COMMAND_TIMEOUT_MS: {},
      PGVECTOR_INDEX: {},
      PGVECTOR_HNSW_M: { unit: 'links' },
      PGVECTOR_HNSW_EF_CONSTRUCTION: { unit: 'candidates' },
      QDRANT_URL: { values: 'http:// or https:// URL' },
      QDRANT_API_KEY: SECRET,
      PINECONE_API_KEY: SECRET,
      PINECONE_INDEX: { values: 'small letters, digits, hyphens' },
      PINECONE_CLOUD: {},
      PINECONE_REGION: { values: 'region of the cloud' },
    },
  },
  {
    title: 'The answer cache',
    intro: 'What is answered without a model, and for how long.',
    variables: {
      CACHE_TTL_HOURS: {},
      CACHE_STALE_SECONDS: {},
      CACHE_BUDGET_MS: {},
      CACHE_NEAR: {},
      CACHE_JUDGE: {},
      CACHE_JUDGE_MODEL: MODEL,
      CACHE_JUDGE_MS: { unit: 'ms' },
      SEMANTIC_CACHE_THRESHOLD: { unit: 'cosine' },
      SEMANTIC_INDEX: {},
      SEMANTIC_INDEX_MAX_ENTRIES: { unit: 'entries' },
      GPTCACHE_URL: { values: 'http:// or https:// URL' },
      WARM_ENABLED: {},
      WARM_CRON: { values: 'minute, hour, day, month and weekday' },
      WARM_TIME_ZONE: { values: 'IANA time zone' },
      WARM_TOP_N: { unit: 'questions' },
      WARM_MIN_PEOPLE: { unit: 'people' },
    },
  },
  {
    title: 'Documents',
    intro: 'How documents are loaded and kept in step.',
    variables: {
      INGEST_CONCURRENCY: { unit: 'ingestions at once' },
      INGEST_SHARE_BESIDE_QUESTIONS: { unit: 'share' },
      SOURCES_FILE: { values: 'path of a JSON file' },
      SOURCE_ALLOW_HOSTS: HOSTS,
    },
  },
  {
    title: 'Failures and levels of service',
    intro: 'When something that fails is left alone, tried again, or done without.',
    variables: {
      MAX_RETRIES: { unit: 'retries' },
      CIRCUIT_BREAKER_THRESHOLD: { unit: 'failures' },
      CIRCUIT_BREAKER_RESET_SECONDS: {},
      MODEL_BREAKER_RESET_SECONDS: {},
      DEGRADATION_RULES: {},
      DEGRADATION_MODEL_FAILURE_SHARE: { unit: 'share' },
      DEGRADATION_HIGH_WAIT_SECONDS: {},
      DEGRADATION_NORMAL_WAIT_SECONDS: {},
      DEGRADATION_LOW_WAIT_SECONDS: {},
      DEGRADATION_ENTER_SECONDS: {},
      DEGRADATION_LEAVE_SECONDS: {},
    },
  },
  {
    title: 'Privacy and regions',
    intro: 'What leaves the fleet, and where to.',
    variables: {
      ENABLE_PII_DETECTION: {},
      PRESIDIO_URL: URL_TEXT,
      PRESIDIO_LANGUAGE: { values: 'two letters' },
      INTERNAL_EMAIL_DOMAINS: { values: 'comma list of domains' },
      REGION: {},
      ENDPOINT_REGIONS: { values: 'JSON object of host to region' },
      ENCRYPTION_AT_REST: {},
      ALLOW_CROSS_REGION_FALLBACK: {},
    },
  },
  {
    title: 'Traces',
    intro: 'Where the spans of a question go, under the names that OpenTelemetry gives.',
    variables: {
      OTEL_EXPORTER_OTLP_ENDPOINT: { values: 'http:// or https:// URL' },
      OTEL_EXPORTER_OTLP_HEADERS: { values: 'comma list of name=value', ...SECRET },
      OTEL_TRACES_SAMPLER: {},
      OTEL_TRACES_SAMPLER_ARG: { unit: 'share of the traces' },
      OTEL_SERVICE_NAME: { values: 'up to 128 characters' },
      OTEL_RESOURCE_ATTRIBUTES: { values: 'comma list of name=value' },
    },
  },
  {
    title: 'The audit log',
    intro: 'What is recorded, where and for how long.',
    variables: {
      AUDIT_ALL_QUERIES: {},
      AUDIT_SINK: {},
      AUDIT_DIR: FOLDER,
      AUDIT_ANCHOR_DIR: FOLDER,
      AUDIT_RETENTION_DAYS: {},
      AUDIT_SPILL_BYTES: {},
      AUDIT_CLOUDWATCH_GROUP: { values: 'letters, digits and . / # _ -' },
      AUDIT_CLOUDWATCH_REGION: { values: 'AWS region' },
      AUDIT_CLOUDWATCH_ENDPOINT: { values: 'http:// or https:// URL' },
      AUDIT_ELASTICSEARCH_URL: { values: 'http:// or https:// URL' },
      AUDIT_ELASTICSEARCH_API_KEY: SECRET,
      AUDIT_ELASTICSEARCH_INDEX: { values: 'small letters, digits, _ and -' },
    },
  },
  {
    title: 'Webhooks',
    intro: 'How callbacks are delivered.',
    variables: {
      WEBHOOK_ALLOW_HOSTS: HOSTS,
      WEBHOOK_DENY_CIDRS: { values: 'comma list of CIDR ranges' },
      WEBHOOK_CONCURRENCY: { unit: 'deliveries at once' },
      WEBHOOK_RETRY_SECONDS: { values: 'comma list of up to 8 numbers, 0 to 86400' },
    },
  },
  {
    title: 'The dashboard',
    intro: 'Who signs in and what they may do.',
    variables: {
      DASHBOARD_USER: { values: '1 to 64 characters, no colon' },
      DASHBOARD_PASSWORD: { values: '12 to 256 characters', ...SECRET },
      DASHBOARD_READ_ONLY: { values: 'true or false' },
      DASHBOARD_SESSION_HOURS: {},
      DASHBOARD_IDLE_MINUTES: {},
    },
  },
];
