import { isFault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import type { Configuration } from './endpoints/contract.ts';
import { requireResidency, vendorsElsewhere } from './require-residency.ts';
import type { ResidencyVariables } from './residency-variables.ts';

const EU: ResidencyVariables & Configuration = {
  REGION: 'eu',
  ENDPOINT_REGIONS: { '*.eu.example': 'eu', '*.us.example': 'us' },
  ENCRYPTION_AT_REST: true,
  ALLOW_CROSS_REGION_FALLBACK: false,
  QUEUE_REDIS_URL: 'rediss://queue.eu.example:6379',
  CACHE_REDIS_URL: 'rediss://cache.eu.example:6379',
  DATABASE_URL: 'postgres://rag@db.eu.example/rag?sslmode=verify-full',
  VECTOR_STORE: 'pgvector',
  PINECONE_REGION: 'us-east-1',
  AUDIT_SINK: 'file',
  AUDIT_ALL_QUERIES: true,
  IDENTITY_ISSUERS: [],
  WEBHOOK_ALLOW_HOSTS: '',
};

/** The lines of the refusal, one for each thing that is wrong. */
function refusalOf(changes: Configuration): string[] {
  try {
    requireResidency({ ...EU, ...changes });
    return [];
  } catch (error) {
    if (!isFault(error, 'invalid-input')) throw error;
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim());
  }
}

const ELSEWHERE = /^[A-Z_]+: it is in us: take one in eu/;
const OPEN = /^[A-Z_]+: begin it with (?:https|rediss):\/\/|^[A-Z_]+: end it with \?sslmode=/;
const UNKNOWN = /^[A-Z_]+: its region is not known: name its host in ENDPOINT_REGIONS/;

const openAi = { OPENAI_API_KEY: 'k', OPENAI_BASE_URL: 'https://eu.api.openai.com/v1' };
const anthropic = { ANTHROPIC_API_KEY: 'k' };
const azure = { AZURE_OPENAI_API_KEY: 'k' };

describe('a fleet that keeps to its region', () => {
  it('is promised nothing without one, whatever its endpoints are', () => {
    const { REGION: _region, ...unset } = EU;
    expect(requireResidency({ ...unset, QUEUE_REDIS_URL: 'redis://127.0.0.1' })).toBeNull();
  });

  it('starts when everything is there and over TLS', () => {
    const all = {
      ...openAi,
      ...anthropic,
      ...azure,
      ANTHROPIC_BASE_URL: 'https://claude.eu.example',
      AZURE_OPENAI_ENDPOINT: 'https://models.eu.example',
      VECTOR_STORE: 'pgvector, qdrant,pinecone',
      PINECONE_REGION: 'eu-west-1',
      QDRANT_URL: 'https://xyz.europe-west3-0.gcp.cloud.qdrant.io',
      VECTOR_REPLICA_URLS:
        'postgres://a.eu.example/x?sslmode=require,postgres://b.eu.example/x?sslmode=require',
      RERANK_URL: 'https://rerank.eu.example',
      AUDIT_SINK: 'cloudwatch',
      AUDIT_CLOUDWATCH_REGION: 'eu-central-1',
      PUBLIC_URL: 'https://rag.example.com',
      IDENTITY_ISSUERS: [{ issuer: 'https://login.example.com' }],
    };
    expect(refusalOf(all)).toEqual([]);
    expect(requireResidency({ ...EU, ...all })).toBe('eu');
    expect(vendorsElsewhere({ ...EU, ...all })).toEqual(new Set());
  });

  it.each<[string, Configuration, RegExp]>([
    ['QUEUE_REDIS_URL', { QUEUE_REDIS_URL: 'redis://queue.eu.example' }, OPEN],
    ['QUEUE_REDIS_URL', { QUEUE_REDIS_URL: 'rediss://queue.us.example' }, ELSEWHERE],
    ['QUEUE_REDIS_URL', { QUEUE_REDIS_URL: 'rediss://10.0.0.5' }, UNKNOWN],
    ['CACHE_REDIS_URL', { CACHE_REDIS_URL: 'redis://cache.eu.example' }, OPEN],
    ['CACHE_REDIS_URL', { CACHE_REDIS_URL: 'rediss://cache.us.example' }, ELSEWHERE],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://db.eu.example/rag' }, OPEN],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://db.eu.example/rag?sslmode=prefer' }, OPEN],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://db.eu.example/rag?sslmode=require&sslmode=disable' }, OPEN],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://db.eu.example/rag?sslmode=require&ssl=false' }, OPEN],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://db.us.example/rag?sslmode=require' }, ELSEWHERE],
    [
      'DATABASE_URL',
      { DATABASE_URL: 'postgres://db.eu.example/rag?sslmode=require&host=db.us.example' },
      ELSEWHERE,
    ],
    [
      'VECTOR_DATABASE_URL',
      { VECTOR_DATABASE_URL: 'postgres://v.us.example/rag?sslmode=require' },
      ELSEWHERE,
    ],
    [
      'VECTOR_REPLICA_URLS',
      {
        VECTOR_REPLICA_URLS:
          'postgres://a.eu.example/x?sslmode=require, postgres://a.us.example/x?sslmode=require',
      },
      ELSEWHERE,
    ],
    ['QDRANT_URL', { QDRANT_URL: 'http://qdrant.eu.example' }, OPEN],
    ['QDRANT_URL', { QDRANT_URL: 'https://xyz.us-east-1-0.aws.cloud.qdrant.io' }, ELSEWHERE],
    ['PINECONE_REGION', { VECTOR_STORE: 'qdrant,pinecone' }, ELSEWHERE],
    ['PINECONE_REGION', { VECTOR_STORE: 'pinecone', PINECONE_REGION: 'mars' }, UNKNOWN],
    ['RERANK_URL', { RERANK_URL: 'http://rerank.eu.example' }, OPEN],
    ['RERANK_URL', { RERANK_URL: 'https://rerank.us.example' }, ELSEWHERE],
    ['PRESIDIO_URL', { PRESIDIO_URL: 'https://presidio' }, UNKNOWN],
    ['GPTCACHE_URL', { GPTCACHE_URL: 'https://gpt.us.example' }, ELSEWHERE],
    ['OPENAI_BASE_URL', { OPENAI_API_KEY: 'k' }, ELSEWHERE],
    ['OPENAI_BASE_URL', { OPENAI_API_KEY: 'k', EMBEDDING_MODEL: 'local' }, ELSEWHERE],
    ['OPENAI_BASE_URL', { OPENAI_BASE_URL: 'http://llm.eu.example/v1' }, OPEN],
    ['ANTHROPIC_BASE_URL', anthropic, UNKNOWN],
    ['AZURE_OPENAI_ENDPOINT', { ...azure, AZURE_OPENAI_ENDPOINT: 'https://r.openai.azure.com' }, UNKNOWN],
    [
      'AUDIT_CLOUDWATCH_REGION',
      { AUDIT_SINK: 'cloudwatch', AUDIT_CLOUDWATCH_REGION: 'us-east-1' },
      ELSEWHERE,
    ],
    [
      'AUDIT_CLOUDWATCH_ENDPOINT',
      {
        AUDIT_SINK: 'cloudwatch',
        AUDIT_CLOUDWATCH_REGION: 'eu-west-1',
        AUDIT_CLOUDWATCH_ENDPOINT: 'https://logs.us.example',
      },
      ELSEWHERE,
    ],
    [
      'AUDIT_ELASTICSEARCH_URL',
      { AUDIT_SINK: 'elasticsearch', AUDIT_ELASTICSEARCH_URL: 'https://audit.us.example' },
      ELSEWHERE,
    ],
    ['PUBLIC_URL', { PUBLIC_URL: 'http://rag.eu.example' }, OPEN],
    ['IDENTITY_ISSUERS', { IDENTITY_ISSUERS: [{ issuer: 'http://127.0.0.1:9000' }] }, OPEN],
    ['WEBHOOK_ALLOW_HOSTS', { WEBHOOK_ALLOW_HOSTS: 'hooks.eu.example' }, /without TLS/],
    ['SOURCE_ALLOW_HOSTS', { SOURCE_ALLOW_HOSTS: 'wiki.eu.example' }, /without TLS/],
    ['ENCRYPTION_AT_REST', { ENCRYPTION_AT_REST: false }, /set it to true/],
    ['AUDIT_ALL_QUERIES', { AUDIT_ALL_QUERIES: false }, /set it to true/],
  ])('does not start with %s alone wrong: %j', (variable, changes, fix) => {
    const lines = refusalOf(changes);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(fix);
    expect(lines[0]?.split(':')[0]).toBe(variable);
  });

  it('names everything that is wrong in one refusal, and repeats no secret', () => {
    const lines = refusalOf({
      QUEUE_REDIS_URL: 'redis://:hunter2@queue.us.example',
      CACHE_REDIS_URL: 'redis://:hunter2@cache.eu.example',
      ENCRYPTION_AT_REST: false,
    });
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      'QUEUE_REDIS_URL',
      'QUEUE_REDIS_URL',
      'CACHE_REDIS_URL',
      'ENCRYPTION_AT_REST',
    ]);
    expect(lines.join()).not.toContain('hunter2');
  });
});

describe('models of another region', () => {
  const allowed = { ALLOW_CROSS_REGION_FALLBACK: true, OPENAI_API_KEY: 'k', EMBEDDING_MODEL: 'local' };

  it('are told apart where they are allowed', () => {
    expect(requireResidency({ ...EU, ...allowed })).toBe('eu');
    expect(vendorsElsewhere({ ...EU, ...allowed })).toEqual(new Set(['openai']));
  });

  it('never embed', () => {
    expect(refusalOf({ ...allowed, EMBEDDING_MODEL: undefined })).toMatchObject([
      expect.stringMatching(/^OPENAI_BASE_URL: it is in us.*also embeds/),
    ]);
    expect(refusalOf({ ...allowed, NEXT_EMBEDDING_MODEL: 'text-embedding-3-large' })).toHaveLength(1);
  });

  it('are in a region that is known', () => {
    expect(refusalOf({ ...allowed, ...anthropic })).toMatchObject([expect.stringMatching(UNKNOWN)]);
  });

  it('open no door for anything but models', () => {
    const changes = { ...allowed, RERANK_URL: 'https://rerank.us.example' };
    expect(refusalOf(changes)).toMatchObject([expect.stringMatching(/^RERANK_URL: it is in us/)]);
  });
});
