import { compactText, expandText, type Sealer } from '@ragfleet/sealing';
import { DELIVERY_PURPOSE } from './delivery-record.ts';

/** A body to keep in place of another. Both sealed. */
export interface BodyChange {
  readonly before: string;
  readonly after: string;
}

export const sealBody = (sealer: Sealer, tenantId: string, body: Buffer): string =>
  sealed(sealer, tenantId, body);

/** In whichever form it is kept. Fault `corrupt`. */
export const openBody = (sealer: Sealer, tenantId: string, sealed: string): Buffer =>
  Buffer.from(expandText(sealer.openBytes(tenantId, DELIVERY_PURPOSE, Buffer.from(sealed, 'base64url'))));

/**
 * Deflated, where that makes it shorter; null where it does not. A release that knows no such body fails to parse it as the
 * JSON that it looks into before it sends, and tries again: so only what it looks into may be kept like this.
 */
export function compactBody(
  sealer: Sealer,
  tenantId: string,
  { before, body }: { readonly before: string; readonly body: Buffer },
): BodyChange | null {
  const compact = compactText(body.toString());
  if (compact.length >= body.length) return null;
  return { before, after: sealed(sealer, tenantId, compact) };
}

const sealed = (sealer: Sealer, tenantId: string, bytes: Buffer): string =>
  sealer.sealBytes(tenantId, DELIVERY_PURPOSE, bytes).toString('base64url');
