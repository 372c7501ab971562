import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { connect } from 'node:net';
import type { FleetAddress } from '../find-fleet.ts';
import { checkGenerations } from './check-generations.ts';
import { type Finding, ill, well } from './contract.ts';

const TIMEOUT_MS = 3_000;
const MAX_CLOCK_DIFFERENCE_MS = 5_000;

/** Whether the fleet answers, and whether its stores are set up as it needs them. Stores are seen on this machine alone. */
export async function checkFleet({ url, local }: FleetAddress): Promise<Finding[]> {
  const findings = [checkReachable(url), checkReady(url)];
  if (local?.queue_redis_url !== undefined) findings.push(checkQueueRedis(local.queue_redis_url));
  if (local?.postgres_url !== undefined)
    findings.push(checkStore(local.postgres_url), checkGenerations(local.postgres_url));
  return (await Promise.all(findings)).flat();
}

async function checkReachable(url: string): Promise<Finding[]> {
  const response = await get(`${url}/healthz`);
  if (response === null)
    return [
      ill('fleet', `nothing answers at ${url}`, 'Start the fleet with `npm start`, or correct RAGFLEET_URL.'),
    ];
  return [well('fleet', `${url} answers`), checkClock(response.headers.get('date'))];
}

async function checkReady(url: string): Promise<Finding[]> {
  const response = await get(`${url}/readyz`);
  if (response?.ok === true) return [well('ready', 'takes questions')];
  return [ill('ready', 'takes no questions now', 'A store is away: see the ingress log in .ragfleet/logs.')];
}

/** Deadlines and webhook signatures compare clocks. */
export function checkClock(date: string | null, nowMs: number = Date.now()): Finding {
  const differenceMs = Math.abs(Date.parse(date ?? '') - nowMs);
  if (Number.isNaN(differenceMs))
    return ill('clock', 'the fleet does not tell its time', 'Is this a Ragfleet ingress?');
  // A Date header has whole seconds.
  return differenceMs <= MAX_CLOCK_DIFFERENCE_MS
    ? well('clock', 'agrees with the fleet')
    : ill(
        'clock',
        `${Math.round(differenceMs / 1_000)} s away from the fleet`,
        'Synchronize both clocks (NTP).',
      );
}

async function checkQueueRedis(url: string): Promise<Finding[]> {
  const redis = connectRedis({ url, profile: 'fail-fast', name: 'doctor' });
  try {
    await whenReady(redis, TIMEOUT_MS);
    return [await checkPolicy(redis), await checkPersistence(redis)];
  } catch {
    return [ill('queue redis', 'does not answer', 'See .ragfleet/logs/redis-queue.log.')];
  } finally {
    await closeRedis(redis, TIMEOUT_MS);
  }
}

async function checkPolicy(redis: Redis): Promise<Finding> {
  const policy = await settingOf(redis, 'maxmemory-policy');
  const fix = 'Set `maxmemory-policy noeviction` on the queue Redis: it may never forget a job.';
  return policy === 'noeviction'
    ? well('queue redis policy', policy)
    : ill('queue redis policy', policy, fix);
}

async function checkPersistence(redis: Redis): Promise<Finding> {
  const isOn = (await settingOf(redis, 'appendonly')) === 'yes';
  const fix = 'Set `appendonly yes` on the queue Redis: what was accepted must survive a crash.';
  return isOn
    ? well('queue redis persistence', 'append-only file')
    : ill('queue redis persistence', 'none', fix);
}

async function settingOf(redis: Redis, name: string): Promise<string> {
  const reply: unknown = await redis.config('GET', name);
  return Array.isArray(reply) ? String(reply[1]) : 'unknown';
}

async function checkStore(url: string): Promise<Finding[]> {
  const { hostname, port } = new URL(url);
  const answers = await new Promise<boolean>((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    const finish = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(TIMEOUT_MS, () => finish(false));
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
  });
  if (answers) return [well('document store', 'listens')];
  return [ill('document store', 'does not answer', 'See .ragfleet/logs/embedded-store.log.')];
}

async function get(url: string): Promise<Response | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    await response.body?.cancel();
    return response;
  } catch {
    return null;
  }
}
