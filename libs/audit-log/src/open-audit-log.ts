import { toFault } from '@ragfleet/kernel';
import type { AuditLog } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { Logger, Metrics, Service } from '@ragfleet/service-runtime';
import { createAnchors } from './anchors.ts';
import type { AuditVariables } from './audit-variables.ts';
import { createFileAuditLog, type FileAuditLog } from './file-audit-log.ts';
import { createAuditPeople } from './people/audit-people.ts';
import type { AuditPeople } from './people/contract.ts';
import { type AuditReader, createAuditReader } from './reading/audit-reader.ts';
import { createFileStore } from './reading/file-store.ts';
import { chooseSink } from './remote/choose-sink.ts';
import type { RemoteSink } from './remote/contract.ts';
import { openShipping, type RunningShipping } from './remote/open-shipping.ts';
import { createUpkeep, type Upkeep } from './upkeep.ts';

export type AuditMetrics = Pick<Metrics<'auditLost' | 'auditWaitingBytes'>, 'count' | 'set'>;

export interface OpenAuditLogOptions {
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly logger: Logger;
  /** Left out by processes that are not scraped. */
  readonly metrics?: AuditMetrics;
  /** In place of what the variables choose, for tests. */
  readonly sink?: RemoteSink | null;
}

export interface OpenAuditLog {
  readonly audit: AuditLog;
  readonly reader: AuditReader;
  readonly people: AuditPeople;
  /** Resolves when what was recorded so far is where the sink keeps it. Faults of the sink: what has not arrived stays here. */
  arrived(signal: AbortSignal): Promise<void>;
  /** Between the stores and whatever records: what is recorded before it stops is written. */
  readonly service: Service;
}

/** The audit log of a process, from its variables. Faults: invalid-input when a sink lacks one. */
export function openAuditLog(config: AuditVariables, options: OpenAuditLogOptions): OpenAuditLog {
  const { sealer, logger, metrics, sink = chooseSink(config) } = options;
  const { AUDIT_DIR: dir, AUDIT_RETENTION_DAYS: retentionDays, AUDIT_ANCHOR_DIR: anchorDir } = config;
  const people = createAuditPeople(options);
  const shipping =
    sink === null
      ? null
      : openShipping({ dir, sink, maxBytes: config.AUDIT_SPILL_BYTES, logger, ...(metrics && { metrics }) });
  const log = createFileAuditLog({
    dir,
    sealer,
    people,
    // What waits for another sink stays until it has arrived.
    retentionDays: sink === null ? retentionDays : null,
    ...(shipping !== null && { guard: () => shipping.guard() }),
  });
  const anchors =
    anchorDir === undefined ? undefined : createAnchors({ dir: anchorDir, sealer, retentionDays });
  const store = sink ?? createFileStore({ dir, sealer });
  const shipped = shipping?.start(log);
  const upkeep = createUpkeep({
    heads: () => (shipped ?? log).heads(),
    people,
    sink,
    logger,
    ...(anchors && { anchors }),
  });
  const running: RunningAuditLog = { log, shipped, upkeep, sink };
  return {
    audit: countingLosses(log, metrics),
    reader: createAuditReader({ store, sealer, people, ...(anchors && { anchors }) }),
    people,
    arrived: async (signal) => {
      await log.flush();
      await shipped?.ship(signal);
    },
    service: serviceOf(running, () =>
      logger.info({ sink: sink?.name ?? 'file', covers: store.covers }, 'audit log opened'),
    ),
  };
}

/** The log, whose refusals are counted: what is in no log should be in a graph. */
function countingLosses(log: AuditLog, metrics: AuditMetrics | undefined): AuditLog {
  return {
    record: async (event) => {
      try {
        await log.record(event);
      } catch (error) {
        metrics?.count('auditLost', { reason: toFault(error).kind });
        throw error;
      }
    },
  };
}

interface RunningAuditLog {
  readonly log: FileAuditLog;
  readonly shipped: RunningShipping | undefined;
  readonly upkeep: Upkeep;
  readonly sink: RemoteSink | null;
}

const serviceOf = ({ log, shipped, upkeep, sink }: RunningAuditLog, onOpened: () => void): Service => ({
  name: 'audit-log',
  start: async () => {
    onOpened();
    upkeep.start();
    shipped?.run();
  },
  stop: async (graceMs) => {
    await log.flush();
    await shipped?.stop(graceMs);
    await upkeep.stop();
    sink?.close();
  },
});
