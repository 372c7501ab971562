import { z } from 'zod';

const STORES = ['pgvector', 'qdrant', 'pinecone'] as const;
export type StoreName = (typeof STORES)[number];

/** A comma list without spaces at its ends and without empty parts. */
const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const storeNames = z.array(z.enum(STORES)).min(1);
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });
const connections = z.coerce.number().int().min(0).max(1_000);
const timeoutMs = z.coerce.number().int().min(10).max(60_000);

/** The variables that choose the vector store, for the config of every app that searches or writes: all need the same ones. */
export const vectorVariables = {
  VECTOR_STORE: z
    .string()
    .refine((text) => storeNames.safeParse(listOf(text)).success, `a comma list of ${STORES.join(', ')}`)
    .default('pgvector')
    .meta({
      description:
        'where vectors live: a comma list of pgvector, qdrant and pinecone; each holds all of them',
    }),
  VECTOR_SEARCH: z.enum(['parallel', 'fastest']).default('parallel').meta({
    description:
      'with several stores: parallel waits for all of them, fastest for VECTOR_MIN_SOURCES of them',
  }),
  VECTOR_SOURCE_TIMEOUT_MS: timeoutMs.default(500).meta({
    description:
      'how long one of several stores, or a replica, may take before the search goes on without it',
  }),
  VECTOR_MIN_SOURCES: z.coerce
    .number()
    .int()
    .min(1)
    .max(STORES.length)
    .default(1)
    .meta({ description: 'stores that have to answer before VECTOR_SEARCH=fastest is content' }),
  VECTOR_DATABASE_URL: postgresUrl
    .optional()
    .meta({ description: 'PostgreSQL of pgvector where it is a server of its own; DATABASE_URL otherwise' }),
  VECTOR_REPLICA_URLS: z
    .string()
    .refine(
      (text) => listOf(text).every((url) => postgresUrl.safeParse(url).success),
      'a comma list of postgres:// URLs',
    )
    .optional()
    .meta({ description: 'read replicas of the database of pgvector, a comma list of postgres:// URLs' }),
  VECTOR_READ_PREFERENCE: z
    .enum(['replica', 'primary', 'nearest'])
    .default('replica')
    .meta({ description: 'who answers searches: replicas in turn, the primary, or who was fastest lately' }),
  VECTOR_POOL_MIN: connections.default(5).meta({ description: 'connections kept to VECTOR_DATABASE_URL' }),
  VECTOR_POOL_MAX: connections
    .min(1)
    .default(20)
    .meta({ description: 'most connections to VECTOR_DATABASE_URL' }),
  VECTOR_REPLICA_POOL_MIN: connections.default(10).meta({ description: 'connections kept to each replica' }),
  VECTOR_REPLICA_POOL_MAX: connections
    .min(1)
    .default(50)
    .meta({ description: 'most connections to each replica' }),
  VECTOR_COMMAND_TIMEOUT_MS: timeoutMs
    .default(5_000)
    .meta({ description: 'longest statement in VECTOR_DATABASE_URL and its replicas' }),
  PGVECTOR_INDEX: z
    .enum(['hnsw', 'ivfflat'])
    .default('hnsw')
    .meta({ description: 'how the vectors of large tenants are indexed' }),
  PGVECTOR_HNSW_M: z.coerce.number().int().min(2).max(100).default(16).meta({
    description:
      'links that a node of the HNSW graph has to others: more is exacter, larger and slower to build',
  }),
  PGVECTOR_HNSW_EF_CONSTRUCTION: z.coerce.number().int().min(4).max(1_000).default(64).meta({
    description:
      'candidates looked at when a node is added to the HNSW graph, at least twice PGVECTOR_HNSW_M',
  }),
  QDRANT_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ description: 'address of Qdrant, with qdrant in VECTOR_STORE' }),
  QDRANT_API_KEY: z.string().min(1).optional().meta({ description: 'key of Qdrant, where it asks for one' }),
  PINECONE_API_KEY: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'key of Pinecone, with pinecone in VECTOR_STORE' }),
  PINECONE_INDEX: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'must be of small letters, digits and hyphens')
    .optional()
    .meta({ description: 'how the names of Pinecone indexes begin; there is one per embedding model' }),
  PINECONE_CLOUD: z
    .enum(['aws', 'gcp', 'azure'])
    .default('aws')
    .meta({ description: 'cloud of a Pinecone index that is made' }),
  PINECONE_REGION: z
    .string()
    .regex(/^[a-z0-9-]+$/, 'must be a region of PINECONE_CLOUD, such as us-east-1')
    .default('us-east-1')
    .meta({ description: 'region of a Pinecone index that is made' }),
};

const vectorSchema = z.object(vectorVariables);

/** What an app read from its environment by `vectorVariables`; what is left out has its default. */
export type VectorStoreChoice = {
  readonly [Name in keyof VectorSettings]?: VectorSettings[Name] | undefined;
};
type VectorSettings = z.output<typeof vectorSchema>;

/** The choice with its lists as lists. */
export interface VectorChoice extends Omit<Readonly<VectorSettings>, 'VECTOR_STORE' | 'VECTOR_REPLICA_URLS'> {
  /** Each once. */
  readonly stores: readonly StoreName[];
  readonly replicaUrls: readonly string[];
}

export function readVectorChoice(given: VectorStoreChoice): VectorChoice {
  const { VECTOR_STORE, VECTOR_REPLICA_URLS, ...rest } = vectorSchema.parse(given);
  return {
    ...rest,
    stores: [...new Set(storeNames.parse(listOf(VECTOR_STORE)))],
    replicaUrls: listOf(VECTOR_REPLICA_URLS ?? ''),
  };
}
