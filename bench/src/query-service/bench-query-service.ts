import {
  type AdmissionLimits,
  type AdmitCommand,
  createQueryService,
  DEFAULT_ADMISSION_LIMITS,
  type QueryService,
} from '@ragfleet/job-queue';
import { type Lane, permissionsOf } from '@ragfleet/kernel';
import type { Sealer } from '@ragfleet/sealing';
import { submissionOf } from '@ragfleet/test-support';
import { createHash } from 'node:crypto';
import { BENCH_PLACE } from '../answers/cache-place.ts';
import { sampleQuestion } from '../answers/sample-answer.ts';
import type { BenchRedis } from '../servers/bench-redis.ts';

export const LANE = 'normal';
const PLENTY = 10_000_000;

/** The product's query service with limits that this load does not meet, but for those that are given. */
export const openQueryService = (
  server: Pick<BenchRedis, 'url'>,
  sealer: Sealer,
  limits: Partial<AdmissionLimits> = {},
): QueryService =>
  createQueryService({
    redisUrl: server.url,
    sealer,
    limits: {
      ...DEFAULT_ADMISSION_LIMITS,
      perSecondOfKey: PLENTY,
      perSecondOfTenant: PLENTY,
      openPerTenant: PLENTY,
      laneDepth: { high: PLENTY, normal: PLENTY, low: PLENTY },
      fairShareOfLane: PLENTY,
      memoryWatermark: 1,
      ...limits,
    },
  });

/** One question of a caller. */
export function commandOf(at: number, lane: Lane = LANE): AdmitCommand {
  const question = sampleQuestion(at);
  return {
    principal: {
      kind: 'tenant',
      tenantId: BENCH_PLACE.tenantId,
      principalId: 'ada',
      keyId: 'key-ada',
      role: 'user',
      permissions: permissionsOf('user'),
      namespaces: ['default'],
      department: null,
      lanes: ['high', 'normal', 'low'],
    },
    lane,
    deadlineSeconds: 600,
    bodyHash: createHash('sha256').update(question).digest('hex'),
    idempotencyKey: null,
    submission: submissionOf(question),
  };
}
