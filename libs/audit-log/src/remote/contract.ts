import type { AuditLine } from '../audit-line.ts';
import type { AuditStore } from '../reading/contract.ts';

/** A log service that keeps audit lines for the whole fleet. */
export interface RemoteSink extends AuditStore {
  readonly name: 'cloudwatch' | 'elasticsearch';
  /** Makes ready what lines go to, and sets how long they are kept. Faults: unavailable, forbidden. */
  prepare(signal: AbortSignal): Promise<void>;
  /** All of them are of one writer, in order. Twice does no harm. Returns how many it refuses for ever. Faults: unavailable. */
  write(lines: readonly AuditLine[], signal: AbortSignal): Promise<number>;
  close(): void;
}
