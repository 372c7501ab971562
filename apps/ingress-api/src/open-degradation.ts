import { createDegradationLevels, createDegradationWatch } from '@ragfleet/job-queue';
import { type AuditLog, auditLevelChange, logLevelChange, rankOf } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import type { Logger, Service } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import type { IngressMetrics } from './http/request-log.ts';
import type { DegradationRoutePorts } from './routes/degradation.ts';

export interface OpenDegradation {
  readonly ports: Omit<DegradationRoutePorts, 'clock'>;
  /** For whatever else is to be written down before it is done. */
  readonly audit: AuditLog;
  readonly service: Service;
}

/** The levels of service: what is in force, and what happens when somebody sets one. */
export function openDegradation(
  config: Config,
  {
    redis,
    audit,
    metrics,
    logger,
  }: {
    readonly redis: Redis;
    readonly audit: AuditLog;
    readonly metrics: Pick<IngressMetrics, 'count' | 'set'>;
    readonly logger: Logger;
  },
): OpenDegradation {
  const levels = createDegradationLevels({ redis });
  const watch = createDegradationWatch({
    levels,
    redisUrl: config.QUEUE_REDIS_URL,
    onFleetLevel: (level) => metrics.set('degradationLevel', { scope: 'fleet' }, rankOf(level)),
    onError: (error) => logger.warn({ error }, 'degradation level not read'),
  });
  const onLevelChange: DegradationRoutePorts['onLevelChange'] = (change) => {
    const scope = change.tenantId === null ? 'fleet' : 'tenant';
    metrics.count('degradationChanges', { scope, by: change.by, level: change.to });
    logLevelChange(logger, change);
  };
  return {
    audit,
    ports: {
      levels,
      levelInForce: (tenantId) => watch.inForce(tenantId),
      auditLevelChange: (change) => auditLevelChange(audit, change),
      onLevelChange,
    },
    service: {
      name: 'degradation',
      start: () => watch.start(),
      stop: () => watch.close(),
    },
  };
}
