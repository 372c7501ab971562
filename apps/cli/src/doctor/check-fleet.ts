import type { FleetAddress } from '../find-fleet.ts';
import { checkApiKey } from './check-keys.ts';
import { type Finding, ill, well } from './contract.ts';

const TIMEOUT_MS = 3_000;
const MAX_CLOCK_DIFFERENCE_MS = 5_000;

/** Whether the fleet answers, takes questions, and takes the key that commands send. */
export async function checkFleet(fleet: FleetAddress): Promise<Finding[]> {
  const findings = [
    checkReachable(fleet.url),
    checkReady(fleet.url),
    checkApiKey(fleet).then((key) => [key]),
  ];
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
  return [
    ill('ready', 'takes no questions now', 'The queue Redis is away: see the ingress log in .ragfleet/logs.'),
  ];
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

async function get(url: string): Promise<Response | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    await response.body?.cancel();
    return response;
  } catch {
    return null;
  }
}
