import type { Evidence } from '@ragfleet/rag-core';

/** As ingestion and core make them: half of a SHA-256 with a prefix, and half of another. */
const PASSAGE_ID = /^p_[0-9a-f]{32}$/;
const CONTENT_HASH = /^[0-9a-f]{32}$/;
const PREFIX = 'p_';
const ID_BYTES = 16;
const HASH_BYTES = 16;
export const EVIDENCE_BYTES = ID_BYTES + HASH_BYTES;

/** 32 bytes for each passage, a third of its JSON; null when one is not named as ingestion names them. */
export function compactEvidence(evidence: readonly Evidence[]): Buffer | null {
  const isCompact = evidence.every(
    ({ passageId, contentHash }) => PASSAGE_ID.test(passageId) && CONTENT_HASH.test(contentHash),
  );
  if (!isCompact) return null;
  return Buffer.from(
    evidence.map(({ passageId, contentHash }) => passageId.slice(PREFIX.length) + contentHash).join(''),
    'hex',
  );
}

export function openEvidence(bytes: Buffer): Evidence[] {
  const hex = bytes.toString('hex');
  const evidence: Evidence[] = [];
  for (let at = 0; at < hex.length; at += 2 * EVIDENCE_BYTES) {
    const hashAt = at + 2 * ID_BYTES;
    evidence.push({
      passageId: PREFIX + hex.slice(at, hashAt),
      contentHash: hex.slice(hashAt, hashAt + 2 * HASH_BYTES),
    });
  }
  return evidence;
}
