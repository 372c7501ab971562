import { createAsk } from './create-ask.js';
import { readEvents } from './read-events.js';
import { send } from './send.js';
import { uploadFiles } from './upload.js';

/**
 * @typedef {import('./resources.ts').Query} Query
 * @typedef {import('./send.js').Call} Call
 * @typedef {ReturnType<typeof createApi>} Api
 */
/**
 * @template Item
 * @typedef {import('./resources.ts').Page<Item>} Page
 */

const PAGE_SIZE = 20;
const QUESTION_GOES_ON = 'The question goes on: find it under History.';
const INGESTION_GOES_ON = 'The fleet goes on with the files: open Documents again in a while.';

/**
 * The part of the HTTP contract that the console uses, for one key. Each call resolves to the resource or rejects with
 * a Problem.
 * @param {string} key
 */
export function createApi(key) {
  /** @type {<Resource>(call: Call) => Promise<Resource>} */
  const read = async (call) => (await send(key, call)).json();
  /** @type {(call: Call) => Promise<void>} */
  const run = async (call) => void (await send(key, call));
  return {
    /** @type {() => Promise<import('./resources.ts').Me>} */
    me: () => read({ path: '/v1/me' }),
    ...queryCalls(key, read, run),
    ...documentCalls(key, read, run),
    ...operationCalls(read),
  };
}

/**
 * @param {string} key
 * @param {<Resource>(call: Call) => Promise<Resource>} read
 * @param {(call: Call) => Promise<void>} run
 */
function queryCalls(key, read, run) {
  return {
    ask: createAsk(read),
    /** @type {(id: string) => Promise<Query>} */
    query: (id) => read({ path: queryPath(id) }),
    /** @type {(page: { status?: string, after?: string | null, limit?: number }) => Promise<Page<Query>>} */
    queries: ({ status = '', after = null, limit = PAGE_SIZE }) =>
      read({ path: '/v1/queries', query: { status, limit, starting_after: after } }),
    /** @type {(id: string) => Promise<Query>} */
    cancel: (id) => read({ method: 'POST', path: `${queryPath(id)}/cancel` }),
    /** @type {(id: string, rating: 'up' | 'down') => Promise<void>} */
    rate: (id, rating) => run({ method: 'POST', path: `${queryPath(id)}/feedback`, body: { rating } }),
    /** @type {(id: string, signal: AbortSignal) => AsyncIterable<import('./resources.ts').QueryEvent>} */
    queryEvents: (id, signal) =>
      readEvents(key, `${queryPath(id)}/events`, { signal, whatGoesOn: QUESTION_GOES_ON }),
  };
}

/**
 * @param {string} key
 * @param {<Resource>(call: Call) => Promise<Resource>} read
 * @param {(call: Call) => Promise<void>} run
 */
function documentCalls(key, read, run) {
  return {
    /** @type {(page: { namespace?: string, after?: string | null }) => Promise<Page<import('./resources.ts').Document>>} */
    documents: ({ namespace = '', after = null }) =>
      read({ path: '/v1/documents', query: { namespace, limit: PAGE_SIZE, starting_after: after } }),
    /** @type {(id: string) => Promise<void>} */
    deleteDocument: (id) => run({ method: 'DELETE', path: `/v1/documents/${encodeURIComponent(id)}` }),
    /** @param {Parameters<typeof uploadFiles>[1]} upload */
    upload: (upload) => uploadFiles(key, upload),
    /** @type {(id: string) => Promise<import('./resources.ts').Ingestion>} */
    ingestion: (id) => read({ path: `/v1/ingestions/${encodeURIComponent(id)}` }),
    /** @type {(id: string, signal: AbortSignal) => AsyncIterable<import('./resources.ts').IngestionEvent>} */
    ingestionEvents: (id, signal) =>
      readEvents(key, `/v1/ingestions/${encodeURIComponent(id)}/events`, {
        signal,
        whatGoesOn: INGESTION_GOES_ON,
      }),
  };
}

/** @param {<Resource>(call: Call) => Promise<Resource>} read */
function operationCalls(read) {
  return {
    /** @type {() => Promise<import('./resources.ts').CacheStats>} */
    cacheStats: () => read({ path: '/v1/cache/stats' }),
    /** @type {(groupBy: string) => Promise<import('./resources.ts').Costs>} */
    costs: (groupBy) => read({ path: '/v1/costs', query: { group_by: groupBy } }),
    /** @type {(status: string) => Promise<Page<import('./resources.ts').Delivery>>} */
    deliveries: (status) => read({ path: '/v1/webhook-deliveries', query: { status, limit: 50 } }),
    /** @type {(id: string) => Promise<import('./resources.ts').Delivery>} */
    redeliver: (id) =>
      read({ method: 'POST', path: `/v1/webhook-deliveries/${encodeURIComponent(id)}/redeliver` }),
    /** @type {() => Promise<import('./resources.ts').Degradation>} */
    degradation: () => read({ path: '/v1/degradation' }),
    /** @type {(level: string, reason: string) => Promise<import('./resources.ts').Degradation>} */
    setDegradation: (level, reason) =>
      read({ method: 'PUT', path: '/v1/degradation', body: { level, reason } }),
    /** @type {() => Promise<readonly import('./resources.ts').Breaker[]>} */
    breakers: () => read({ path: '/v1/breakers' }),
  };
}

/** @param {string} id */
const queryPath = (id) => `/v1/queries/${encodeURIComponent(id)}`;
