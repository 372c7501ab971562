import { createHash } from 'node:crypto';
import type { SourceName } from '../ports/sources.ts';
import type { SourceRules } from './sync-ports.ts';

const ID_CHARACTERS = 22;

/** The same document of the same item of the same source has the same id for ever, whatever its key looks like. */
export function sourceDocumentId({ source }: SourceName, key: string, extractedId: string): string {
  return `${source}:${digestOf([key, extractedId]).slice(0, ID_CHARACTERS)}`;
}

/** Another digest means that every document of the source has to be labeled anew. */
export const labelsDigest = ({ namespace, department, metadata }: SourceRules['labels']): string =>
  digestOf([namespace, department, Object.entries(metadata).toSorted(byName)]);

const byName = ([a]: readonly string[], [b]: readonly string[]): number => ((a ?? '') < (b ?? '') ? -1 : 1);

const digestOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url');
