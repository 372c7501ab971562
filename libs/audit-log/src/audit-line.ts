import { AUDIT_EVENT_TYPES } from '@ragfleet/kernel';
import type { AuditEvent } from '@ragfleet/rag-core';
import type { Sealer } from '@ragfleet/sealing';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const PURPOSE = 'audit';
/** What the first line of a chain follows. */
export const CHAIN_START = '0'.repeat(64);

/** One event as it is kept. `hash` covers the line and, through `prev`, every line before it. */
export const auditLine = z.object({
  event_id: z.string(),
  event_type: z.enum(AUDIT_EVENT_TYPES),
  timestamp: z.iso.datetime(),
  tenant: z.string(),
  user_id: z.string(),
  session_id: z.string(),
  query_hash: z.string(),
  metadata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
  writer: z.string(),
  seq: z.int(),
  prev: z.string(),
  hash: z.string(),
});
export type AuditLine = z.output<typeof auditLine>;
export type UnchainedLine = Omit<AuditLine, 'writer' | 'seq' | 'prev' | 'hash'>;

/** The question only as a keyed hash, joinable inside its tenant and unreadable without the key; the person as a pseudonym. */
export function lineOf(
  event: AuditEvent,
  {
    sealer,
    pseudonym,
    subject,
    eventId,
    nowMs,
  }: {
    readonly sealer: Sealer;
    readonly pseudonym: string;
    /** The pseudonym of whom it was done to; null where that is nobody. */
    readonly subject: string | null;
    readonly eventId: string;
    readonly nowMs: number;
  },
): UnchainedLine {
  const { principal, question, metadata } = event;
  return {
    event_id: eventId,
    event_type: event.type,
    timestamp: new Date(nowMs).toISOString(),
    tenant: principal.tenantId,
    user_id: pseudonym,
    session_id: event.sessionId,
    query_hash: sealer.digest(principal.tenantId, PURPOSE, question),
    metadata: {
      ...Object.fromEntries(Object.entries(metadata).map(([key, value]) => [key, plain(value)])),
      ...(subject !== null && { subject }),
    },
  };
}

const plain = (value: AuditEvent['metadata'][string]): AuditLine['metadata'][string] =>
  typeof value === 'object' ? [...value] : value;

export type Chain = (line: Omit<AuditLine, 'hash'>) => string;

/** The keyed hash of a line without its own hash. Without the key nobody can write a line that fits. */
export const chainOf = (sealer: Sealer): Chain => chainUnder(sealer.secret(PURPOSE));

/** One for each known master key: a chain is written under the one that was current when its process started. */
export const chainsOf = (sealer: Sealer): readonly Chain[] => sealer.secrets(PURPOSE).map(chainUnder);

function chainUnder(key: Buffer): Chain {
  return (line) =>
    createHmac('sha256', key)
      .update(JSON.stringify(canonical(line)))
      .digest('hex');
}

const canonical = (line: Omit<AuditLine, 'hash'>): unknown[] => [
  line.writer,
  line.seq,
  line.prev,
  line.event_id,
  line.event_type,
  line.timestamp,
  line.tenant,
  line.user_id,
  line.session_id,
  line.query_hash,
  Object.entries(line.metadata).toSorted(([one], [other]) => (one < other ? -1 : 1)),
];

/** True when the line carries the hash that its content asks for. */
export function isGenuine(line: AuditLine, chain: Chain): boolean {
  const expected = Buffer.from(chain(line));
  const found = Buffer.from(line.hash);
  return expected.length === found.length && timingSafeEqual(expected, found);
}

/** The event in a line of a file, or null. */
export function parseLine(text: string): AuditLine | null {
  try {
    return auditLine.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

const chainHead = z.object({ writer: z.string(), seq: z.int(), hash: z.string() });
export type SealedHead = z.output<typeof chainHead>;

export const sealHead = (sealer: Sealer, head: SealedHead): string =>
  sealer.seal('fleet', PURPOSE, JSON.stringify(head));

/** The head of a chain, or null when it was changed. */
export function headOf(sealer: Sealer, sealed: string): SealedHead | null {
  try {
    return chainHead.safeParse(JSON.parse(sealer.open('fleet', PURPOSE, sealed))).data ?? null;
  } catch {
    return null;
  }
}
