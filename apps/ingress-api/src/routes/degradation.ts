import { degradation, degradationChange, LIMITS } from '@ragfleet/contracts';
import type { DegradationLevels, DegradationWatch } from '@ragfleet/job-queue';
import { type Clock, Fault, type Principal } from '@ragfleet/kernel';
import {
  changeLevel,
  type ChangeLevelPorts,
  decidingSetting,
  LEVELS,
  type LevelSettings,
} from '@ragfleet/rag-core';
import type { z } from 'zod';
import { fleetOrTenantRoute } from '../http/define-route.ts';
import { ok } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { MAY_ADMINISTER, MAY_READ } from './permissions.ts';
import { timestamp } from './timestamps.ts';

/** Routes that do less at lower levels ask this. */
export interface LevelPort {
  readonly levelInForce: DegradationWatch['inForce'];
}

export interface DegradationRoutePorts extends LevelPort {
  readonly levels: Pick<DegradationLevels, 'read' | 'set'>;
  /** The fleet's: the rules write theirs by it. */
  readonly clock: Clock;
  /** Rejects when the change cannot be written down: then it is not made. */
  readonly auditLevelChange: ChangeLevelPorts['auditLevelChange'];
  readonly onLevelChange: ChangeLevelPorts['onLevelChange'];
}

const REPLIES = { 200: { description: 'The level in force for the caller.', schema: degradation } };

/** The level of service: operators set the fleet's, admins that of their tenant and of nothing else. */
export function degradationRoutes(ports: DegradationRoutePorts): Route[] {
  return [
    fleetOrTenantRoute(
      MAY_READ,
      {
        method: 'get',
        path: '/v1/degradation',
        operationId: 'getDegradation',
        summary: 'Read the degradation level',
        tag: 'Operation',
        replies: REPLIES,
      },
      async ({ caller }) => {
        const tenantId = scopeOf(caller);
        return ok(resourceOf(tenantId, await ports.levels.read(tenantId)));
      },
    ),
    fleetOrTenantRoute(
      MAY_ADMINISTER,
      {
        method: 'put',
        path: '/v1/degradation',
        operationId: 'setDegradation',
        summary: 'Set the degradation level; in force everywhere within a second',
        tag: 'Operation',
        body: { schema: degradationChange, maxBytes: LIMITS.queryBodyBytes },
        replies: REPLIES,
      },
      async ({ caller, body }) => ok(await setLevel(ports, caller, body)),
    ),
  ];
}

type Resource = z.output<typeof degradation>;

async function setLevel(
  ports: DegradationRoutePorts,
  caller: Principal,
  { level, reason }: z.output<typeof degradationChange>,
): Promise<Resource> {
  const tenantId = scopeOf(caller);
  const by = tenantId === null ? 'operator' : 'admin';
  const { principalId, keyId } = caller;
  const change = { tenantId, to: level, by, principalId, keyId, reason } as const;
  return resourceOf(tenantId, await changeLevel({ ...ports, nowMs: () => ports.clock.nowMs() }, change));
}

/** The tenant of an admin; null for an operator, whose scope is the fleet. */
const scopeOf = (caller: Principal): string | null => (caller.kind === 'tenant' ? caller.tenantId : null);

function resourceOf(tenantId: string | null, settings: LevelSettings): Resource {
  const deciding = decidingSetting(settings);
  const own = tenantId === null ? settings.fleet : settings.tenant;
  return {
    level: deciding?.setting.level ?? 'full',
    reason: deciding?.setting.reason ?? null,
    scope: deciding?.scope ?? null,
    set_by: deciding?.setting.by ?? null,
    since: deciding === null ? null : timestamp(deciding.setting.sinceMs),
    own: own === null ? null : { level: own.level, reason: own.reason },
  };
}

/** Fault `maintenance` where the level in force allows no search. */
export async function requireSearch({ levelInForce }: LevelPort, tenantId: string): Promise<void> {
  const { level } = await levelInForce(tenantId);
  if (LEVELS[level].searches) return;
  throw new Fault('maintenance', 'Only cached answers are served during maintenance. Search again later.');
}

const RATE_AGAIN_MS = 60_000;

/** Fault `unavailable` where the level in force keeps no statistics, of which ratings are a part. */
export async function requireStatistics({ levelInForce }: LevelPort, tenantId: string): Promise<void> {
  const { level } = await levelInForce(tenantId);
  if (LEVELS[level].keepsStatistics) return;
  throw new Fault('unavailable', `Ratings are not kept at level ${level}. Rate again later.`, {
    retryAfterMs: RATE_AGAIN_MS,
    isOutcomeKnown: true,
  });
}
