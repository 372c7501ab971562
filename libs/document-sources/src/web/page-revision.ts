import { createHash } from 'node:crypto';
import type { PageValidators } from '@ragfleet/public-http';
import { z } from 'zod';

const pageRevision = z.object({
  digest: z.string(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
});
export type PageRevision = z.output<typeof pageRevision>;

export const NO_VALIDATORS: PageValidators = { etag: null, lastModified: null };
const MAX_VALIDATOR_CHARACTERS = 1_024;

/** What is kept of a page: enough to ask for it again only when it changed, and to see it where the server cannot tell. */
export function encodeRevision(bytes: Buffer, { etag, lastModified }: PageValidators): string {
  const digest = createHash('sha256').update(bytes).digest('base64url');
  return JSON.stringify({ digest, etag: bounded(etag), lastModified: bounded(lastModified) });
}

/** Null for a revision that is none of ours. */
export function decodeRevision(revision: string): PageRevision | null {
  try {
    return pageRevision.parse(JSON.parse(revision));
  } catch {
    return null;
  }
}

const bounded = (text: string | null): string | null =>
  text !== null && text.length <= MAX_VALIDATOR_CHARACTERS ? text : null;
