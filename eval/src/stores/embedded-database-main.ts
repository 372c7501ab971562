import { startEmbeddedPostgres } from '@ragfleet/postgres-connection';
import { parentPort } from 'node:worker_threads';

// A thread of its own: the database blocks the event loop while a statement runs, and the search must not feel that.
const server = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? null, host: '127.0.0.1', port: 0 });
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origins, windows have
parentPort?.postMessage(server.url);
