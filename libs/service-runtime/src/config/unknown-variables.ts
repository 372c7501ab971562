import { nearestName } from './nearest-name.ts';

/** A name in the environment that nobody reads and somebody may have meant. */
export interface UnknownVariable {
  readonly name: string;
  /** What is read and looks most like it; null when nothing does. */
  readonly nearest: string | null;
}

/** Names with this beginning are the fleet's own: one that nobody reads is a mistake. */
const OWN = 'RAGFLEET_';

/** Read by other processes and by tools of the fleet, which may share an environment with this one. */
const READ_ELSEWHERE = new Set([
  'RAGFLEET_API_KEY',
  'RAGFLEET_FAILPOINTS',
  'RAGFLEET_METRICS_URL',
  'RAGFLEET_PLANT',
  'RAGFLEET_REQUIRE_REAL_SERVERS',
  'RAGFLEET_SPECS_DIR',
  'RAGFLEET_URL',
]);

/** What an orchestrator sets for each service that it knows: RAGFLEET_INGRESS_PORT_8080_TCP_ADDR and the like. */
const OF_A_SERVICE = /_(?:SERVICE_HOST|SERVICE_PORT(?:_\w+)?|PORT|PORT_\d+_(?:TCP|UDP)(?:_\w+)?)$/;

/**
 * The names of an environment that look like misspellings of variables that are read, and every other of the fleet's own.
 * `known`: the names that this process reads. Values are not looked at.
 */
export function unknownVariables(known: readonly string[], env: NodeJS.ProcessEnv): UnknownVariable[] {
  const read = new Set(known);
  return Object.keys(env)
    .filter((name) => !read.has(name))
    .flatMap((name) => unknownOf(name, known));
}

function unknownOf(name: string, known: readonly string[]): UnknownVariable[] {
  const nearest = nearestName(name, known);
  if (nearest !== null) return [{ name, nearest }];
  if (!name.startsWith(OWN) || READ_ELSEWHERE.has(name) || OF_A_SERVICE.test(name)) return [];
  return [{ name, nearest: null }];
}
