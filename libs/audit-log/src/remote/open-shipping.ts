import { Fault, toFault } from '@ragfleet/kernel';
import type { Logger } from '@ragfleet/service-runtime';
import type { ChainPoint } from '../anchors.ts';
import type { FileAuditLog } from '../file-audit-log.ts';
import type { AuditMetrics } from '../open-audit-log.ts';
import type { RemoteSink } from './contract.ts';
import { createShipper, type Shipper } from './ship-lines.ts';

export interface RunningShipping {
  run(): void;
  /** Sends what waits, without the pause of `run`. Faults of the sink. */
  ship(signal: AbortSignal): Promise<void>;
  heads(): readonly ChainPoint[];
  /** A last try, inside the grace. What has not arrived stays in the folder for whoever comes next. */
  stop(graceMs: number): Promise<void>;
}

/** What is between a process's files and the log service of the fleet. */
export interface Shipping {
  /** Fault `unavailable` when more waits than may. */
  guard(): Promise<void>;
  start(log: FileAuditLog): RunningShipping;
}

/** Left for everything that stops after it. */
const MARGIN_MS = 500;

export function openShipping(options: {
  readonly dir: string;
  readonly sink: RemoteSink;
  readonly maxBytes: number;
  readonly logger: Logger;
  readonly metrics?: AuditMetrics;
}): Shipping {
  const { dir, sink, maxBytes, logger, metrics } = options;
  let waitingBytes = (): number => 0;
  const observer = {
    waiting: (bytes: number) => metrics?.set('auditWaitingBytes', {}, bytes),
    lost: (lines: number) => {
      metrics?.count('auditLost', { reason: 'refused' }, lines);
      logger.error({ sink: sink.name, lines }, 'audit lines refused for ever by their sink');
    },
    failed: (error: unknown) =>
      logger.error(
        { sink: sink.name, error: toFault(error), waitingBytes: waitingBytes() },
        'audit sink failed',
      ),
  };
  return {
    guard: async () => {
      if (waitingBytes() < maxBytes) return;
      throw new Fault(
        'unavailable',
        'The audit log cannot be written: its sink is away and AUDIT_SPILL_BYTES wait. Mend the sink.',
      );
    },
    start: (log) => {
      const shipper = createShipper({ dir, log, sink, observer });
      waitingBytes = () => shipper.waitingBytes();
      return running(shipper, observer.failed);
    },
  };
}

function running(shipper: Shipper, onFailure: (error: unknown) => void): RunningShipping {
  const stopping = new AbortController();
  let loop = Promise.resolve();
  return {
    run: () => {
      loop = shipper.run(stopping.signal);
    },
    ship: async (signal) => {
      if (shipper.waitingBytes() > 0) await shipper.ship(signal);
    },
    heads: () => shipper.heads(),
    stop: async (graceMs) => {
      stopping.abort();
      await loop;
      try {
        await shipper.ship(AbortSignal.timeout(Math.max(1, graceMs - MARGIN_MS)));
        await shipper.leave();
      } catch (error) {
        onFailure(error);
      }
    },
  };
}
