import { isFault } from '@ragfleet/kernel';
import type { Sealer } from '@ragfleet/sealing';
import { rawId } from './tenant-ids.ts';

/** Raised when what is sealed changes its shape: a value of another version is none. */
const VERSION = 1;
const VERSION_BYTES = 1;
const ID_BYTES = 16;
const NAMESPACE_BYTES = 8;
const WRITTEN_BYTES = 6;
const WRITTEN_AT = VERSION_BYTES + ID_BYTES + NAMESPACE_BYTES;
/**
 * In the clear, so that housekeeping finds an entry's other places, and a check finds that it was written anew, without
 * opening it: version, space, namespace, time.
 */
export const HEAD_BYTES = WRITTEN_AT + WRITTEN_BYTES;
/** First and last byte of the time, for GETRANGE. */
export const WRITTEN_RANGE = [WRITTEN_AT, HEAD_BYTES - 1] as const;

/** A time of the clock in the form that a head has. */
export function writtenBytes(atMs: number): Buffer {
  const bytes = Buffer.alloc(WRITTEN_BYTES);
  bytes.writeUIntBE(Math.max(0, Math.trunc(atMs)), 0, WRITTEN_BYTES);
  return bytes;
}

/** For what belongs to none. */
export const NO_NAMESPACE = Buffer.alloc(NAMESPACE_BYTES);

/** Kinds of values, each under a key of its own: none opens as the other. */
export type ValueKind = 'answer' | 'retrieval' | 'rewriting';

const purposeOf = (kind: ValueKind): string => `cache-${kind}`;

/** What is written beside an entry's content. Both ids are 128 bits in base64url. */
export interface ValueName {
  readonly kind: ValueKind;
  readonly tenantId: string;
  readonly id: string;
  readonly spaceId: string;
  readonly namespace: Buffer;
  readonly writtenAtMs: number;
}

export function sealValue(
  sealer: Sealer,
  { kind, tenantId, id, spaceId, namespace, writtenAtMs }: ValueName,
  content: Buffer,
): Buffer {
  const space = rawId(spaceId);
  const inner = Buffer.concat([rawId(id), space, content]);
  return Buffer.concat([
    Buffer.of(VERSION),
    space,
    namespace,
    writtenBytes(writtenAtMs),
    sealer.sealBytes(tenantId, purposeOf(kind), inner),
  ]);
}

export interface OpenedValue {
  readonly spaceId: string;
  readonly content: Buffer;
}

/**
 * null for a value that was tampered with, cut, moved from another id or tenant, or written by another version. The ids
 * are sealed with the content, and those in the clear count for nothing here.
 */
export function openValue(
  sealer: Sealer,
  name: Pick<ValueName, 'kind' | 'tenantId' | 'id'>,
  value: Buffer | null | undefined,
): OpenedValue | null {
  if (!value || value[0] !== VERSION) return null;
  const inner = openedOrNull(sealer, name, value.subarray(HEAD_BYTES));
  if (inner === null || inner.toString('base64url', 0, ID_BYTES) !== name.id) return null;
  return {
    spaceId: inner.toString('base64url', ID_BYTES, 2 * ID_BYTES),
    content: inner.subarray(2 * ID_BYTES),
  };
}

function openedOrNull(
  sealer: Sealer,
  { kind, tenantId }: Pick<ValueName, 'kind' | 'tenantId'>,
  sealed: Buffer,
): Buffer | null {
  try {
    return sealer.openBytes(tenantId, purposeOf(kind), sealed);
  } catch (error) {
    if (isFault(error, 'corrupt')) return null;
    throw error;
  }
}

export interface ValueHead {
  readonly spaceId: string;
  readonly namespace: Buffer;
}

/** From the first HEAD_BYTES of a value; null when there is none. */
export function readHead(head: Buffer | null): ValueHead | null {
  if (head === null || head.length < HEAD_BYTES) return null;
  return {
    spaceId: head.toString('base64url', VERSION_BYTES, VERSION_BYTES + ID_BYTES),
    namespace: head.subarray(VERSION_BYTES + ID_BYTES, WRITTEN_AT),
  };
}
