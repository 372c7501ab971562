import { createHash } from 'node:crypto';

/** Qdrant takes UUIDs and integers alone: a UUID of version 8 (RFC 9562) from the digest of tenant and passage. */
export function pointId(tenantId: string, passageId: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([tenantId, passageId]))
    .digest('hex');
  // 8 in the first digit of the third group: two bits of variant, two of the digest.
  const variant = (8 + (Number.parseInt(digest.charAt(16), 16) % 4)).toString(16);
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `${variant}${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-');
}
