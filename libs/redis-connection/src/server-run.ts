import { hash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { redisFault } from './redis-fault.ts';

const RUN_CHARACTERS = 16;
/** A server that starts has a new run id; one that becomes the primary without a start, a new replication id. */
const IDS = /^(?:run_id|master_replid):\S+/gm;

type RunConnection = Pick<Redis, 'status' | 'stream' | 'info'>;

/** By socket, which ends with the run, or with the first write that a demoted primary refuses. */
const known = new WeakMap<object, string>();

/**
 * The name of the run of the server that answers on a connection: what it has acknowledged is lost, if ever, between two
 * runs. Asked for once on a socket; 16 characters, or none where the server does not tell. Faults: unavailable.
 */
export async function serverRun(redis: RunConnection): Promise<string> {
  const heard = redis.status === 'ready' ? known.get(redis.stream) : undefined;
  if (heard !== undefined) return heard;
  const run = await askRun(redis);
  // A command that was sent again is answered on the new socket.
  known.set(redis.stream, run);
  return run;
}

async function askRun(redis: RunConnection): Promise<string> {
  try {
    const ids = (await redis.info()).match(IDS);
    return ids === null ? '' : hash('sha256', ids.join(), 'base64url').slice(0, RUN_CHARACTERS);
  } catch (error) {
    const fault = redisFault(error);
    // Some providers and lists of rights refuse INFO.
    if (fault.kind === 'internal') return '';
    throw fault;
  }
}
