import type { Configuration, Endpoint, Transport } from './contract.ts';
import { modelEndpoints } from './model-endpoints.ts';

type Row = readonly [variable: string, transport: Transport, what: string];

/** Variables that hold one address, or a comma list of them. */
const ADDRESSES: readonly Row[] = [
  ['QUEUE_REDIS_URL', 'redis', 'the queue'],
  ['CACHE_REDIS_URL', 'redis', 'the cache'],
  ['DATABASE_URL', 'postgres', 'the document store'],
  ['VECTOR_DATABASE_URL', 'postgres', 'the vector store'],
  ['VECTOR_REPLICA_URLS', 'postgres', 'the replicas of the vector store'],
  ['QDRANT_URL', 'https', 'the vector store'],
  ['RERANK_URL', 'https', 'the reranker'],
  ['PRESIDIO_URL', 'https', 'the finder of personal data'],
  ['GPTCACHE_URL', 'https', 'the semantic cache'],
  // Names of tenants and queries, and when they asked: nothing that they wrote, and theirs all the same.
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'https', 'the collector of traces'],
];

/** Where a process of this configuration sends what tenants wrote, and where it reads whom to trust. */
export function readEndpoints(config: Configuration): readonly Endpoint[] {
  const stores = ADDRESSES.flatMap(([variable, transport, what]) =>
    listOf(config[variable]).map((url) => ({ variable, transport, what, url, holdsData: true })),
  );
  return [
    ...stores,
    ...pineconeEndpoints(config),
    ...modelEndpoints(config),
    ...auditEndpoints(config),
    ...trustedEndpoints(config),
  ];
}

/** A new index is made there; one that is there already is looked at when it is opened. */
function pineconeEndpoints({ VECTOR_STORE, PINECONE_REGION }: Configuration): Endpoint[] {
  if (!listOf(VECTOR_STORE).includes('pinecone')) return [];
  return [
    {
      variable: 'PINECONE_REGION',
      what: 'the vector store',
      transport: 'https',
      url: 'https://api.pinecone.io',
      holdsData: true,
      cloudRegion: textOf(PINECONE_REGION) ?? '',
    },
  ];
}

function auditEndpoints(config: Configuration): Endpoint[] {
  const audit = { what: 'the audit log', transport: 'https', holdsData: true } as const;
  if (config['AUDIT_SINK'] === 'elasticsearch')
    return [
      { ...audit, variable: 'AUDIT_ELASTICSEARCH_URL', url: textOf(config['AUDIT_ELASTICSEARCH_URL']) ?? '' },
    ];
  if (config['AUDIT_SINK'] !== 'cloudwatch') return [];
  const cloudRegion = textOf(config['AUDIT_CLOUDWATCH_REGION']) ?? '';
  const own = `https://logs.${cloudRegion}.amazonaws.com`;
  const endpoint = textOf(config['AUDIT_CLOUDWATCH_ENDPOINT']);
  const region = { ...audit, variable: 'AUDIT_CLOUDWATCH_REGION', url: own, cloudRegion };
  return endpoint === null
    ? [region]
    : [region, { ...audit, variable: 'AUDIT_CLOUDWATCH_ENDPOINT', url: endpoint }];
}

/** The API as clients see it, and those whose tokens are trusted: nothing is sent there, and nothing may be read on the way. */
function trustedEndpoints({ PUBLIC_URL, IDENTITY_ISSUERS }: Configuration): Endpoint[] {
  const trusted = { transport: 'https', holdsData: false } as const;
  const issuers = Array.isArray(IDENTITY_ISSUERS) ? IDENTITY_ISSUERS : [];
  return [
    ...listOf(PUBLIC_URL).map((url) => ({
      ...trusted,
      variable: 'PUBLIC_URL',
      what: 'the API',
      url,
    })),
    ...issuers
      .flatMap((one: { readonly issuer?: unknown; readonly jwks_uri?: unknown }) => [
        one.issuer,
        one.jwks_uri,
      ])
      .flatMap((url) => textOf(url) ?? [])
      .map((url) => ({ ...trusted, variable: 'IDENTITY_ISSUERS', what: 'an issuer of tokens', url })),
  ];
}

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const listOf = (value: unknown): string[] =>
  (textOf(value) ?? '').split(',').flatMap((part) => part.trim() || []);
