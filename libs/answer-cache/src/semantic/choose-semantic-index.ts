import { Fault } from '@ragfleet/kernel';
import type { Database } from '@ragfleet/postgres-connection';
import type { SemanticIndex } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import type { Fetch } from './gptcache/gptcache-calls.ts';
import { createGptCacheIndex } from './gptcache/create-gptcache-index.ts';
import { createPgvectorSemanticIndex } from './pgvector/create-pgvector-semantic-index.ts';
import { onceChosen } from './once-chosen.ts';
import { hasVectorSets, type PostgresAbility, postgresAbility } from './probe-servers.ts';
import { createScanIndex } from './scan/create-scan-index.ts';
import { type ReadSettings, readSemanticSettings, type SemanticSettings } from './semantic-variables.ts';
import { createVectorSetIndex } from './vector-sets/create-vector-set-index.ts';

export interface SemanticServers {
  /** The cache Redis. */
  readonly redis: Redis;
  /** The one of the vectors; null where vectors live elsewhere. Stays the caller's to close. */
  readonly database: Database | null;
  readonly fetch?: Fetch;
  readonly nowMs?: () => number;
  /** Hears, once, what was chosen and why: at start, or later when a server was away then. */
  readonly onChosen: (choice: ChosenSemanticIndex) => void;
}

export interface ChosenSemanticIndex {
  /** null: off. */
  readonly index: SemanticIndex | null;
  /** For the log: constant words, no address. */
  readonly reason: string;
}

/**
 * The semantic index of this fleet, by SEMANTIC_INDEX; `auto` asks the servers what they can. null when it is off. A
 * server that is away does not keep a process from starting: until it answers, searches find nothing and nothing is
 * added. Fault `invalid-input` when what was asked for cannot be had, with the fix; later, the calls are that fault.
 */
export async function chooseSemanticIndex(
  given: SemanticSettings,
  servers: SemanticServers,
): Promise<SemanticIndex | null> {
  const settings = readSemanticSettings(given);
  if (settings.SEMANTIC_INDEX === 'off') {
    servers.onChosen({ index: null, reason: 'SEMANTIC_INDEX=off' });
    return null;
  }
  const choose = CHOOSERS[settings.SEMANTIC_INDEX];
  return onceChosen({
    choose: () => choose(settings, servers),
    onChosen: servers.onChosen,
    nowMs: servers.nowMs ?? Date.now,
  });
}

type Chosen = ChosenSemanticIndex & { readonly index: SemanticIndex };
type Choose = (settings: ReadSettings, servers: SemanticServers) => Promise<Chosen>;

const CHOOSERS: Readonly<Record<Exclude<ReadSettings['SEMANTIC_INDEX'], 'off'>, Choose>> = {
  auto: async (settings, servers) => {
    if (await hasVectorSets(servers.redis)) return chosen('vector-sets', settings, servers, HAS_VECTOR_SETS);
    const ability = servers.database === null ? 'none' : await postgresAbility(servers.database);
    if (ability === 'pgvector') return chosen('pgvector', settings, servers, HAS_PGVECTOR);
    return chosen('scan', settings, servers, WHY_SCAN[ability]);
  },
  'vector-sets': async (settings, servers) => {
    if (await hasVectorSets(servers.redis)) return chosen('vector-sets', settings, servers, AS_SET);
    throw impossible('vector-sets', 'the cache Redis to be version 8 or later');
  },
  pgvector: async (settings, servers) => {
    const ability = servers.database === null ? 'none' : await postgresAbility(servers.database);
    if (ability !== 'none') return chosen('pgvector', settings, servers, AS_SET);
    throw impossible('pgvector', 'a PostgreSQL that has the extension vector');
  },
  scan: async (settings, servers) => chosen('scan', settings, servers, AS_SET),
  gptcache: async (settings, servers) => {
    if (settings.GPTCACHE_URL !== undefined) return chosen('gptcache', settings, servers, AS_SET);
    throw impossible(
      'gptcache',
      'GPTCACHE_URL (the address of a GPTCache server, such as http://127.0.0.1:8000)',
    );
  },
};

const AS_SET = 'SEMANTIC_INDEX names it';
const HAS_VECTOR_SETS = 'the cache Redis has vector sets';
const HAS_PGVECTOR = 'the cache Redis has no vector sets, and PostgreSQL has pgvector';
const WHY_SCAN: Readonly<Record<Exclude<PostgresAbility, 'pgvector'>, string>> = {
  none: 'the cache Redis has no vector sets, and there is no PostgreSQL with pgvector',
  embedded: 'the cache Redis has no vector sets, and the embedded PostgreSQL does one thing at a time',
};

type BackEnd = 'vector-sets' | 'pgvector' | 'scan' | 'gptcache';

function chosen(name: BackEnd, settings: ReadSettings, servers: SemanticServers, reason: string): Chosen {
  return { index: OPENERS[name](settings, servers), reason };
}

const OPENERS: Readonly<
  Record<BackEnd, (settings: ReadSettings, servers: SemanticServers) => SemanticIndex>
> = {
  'vector-sets': (settings, { redis }) => createVectorSetIndex({ redis, ...boundOf(settings) }),
  pgvector: (settings, { database }) => {
    if (database === null) throw impossible('pgvector', 'a PostgreSQL that has the extension vector');
    return createPgvectorSemanticIndex({ database, ...boundOf(settings) });
  },
  scan: (settings, { redis }) => createScanIndex({ redis, ...boundOf(settings) }),
  gptcache: ({ GPTCACHE_URL: url = '' }, { fetch }) =>
    createGptCacheIndex({ url, ...(fetch !== undefined && { fetch }) }),
};

const boundOf = ({
  SEMANTIC_INDEX_MAX_ENTRIES: maxEntriesPerSpace,
}: ReadSettings): { maxEntriesPerSpace?: number } =>
  maxEntriesPerSpace === undefined ? {} : { maxEntriesPerSpace };

const impossible = (choice: BackEnd, need: string): Fault =>
  new Fault('invalid-input', `SEMANTIC_INDEX=${choice} needs ${need}. Or set SEMANTIC_INDEX=auto.`);
