import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The vendors' own OpenAPI documents, by file name. They are not part of this repository. */
export const OFFICIAL_DOCUMENTS = {
  qdrant: ['qdrant-openapi-1.19.json'],
  pinecone: ['pinecone-db_control_2026-04.oas.yaml', 'pinecone-db_data_2026-04.oas.yaml'],
} as const satisfies Record<string, readonly string[]>;

export type DocumentedVendor = keyof typeof OFFICIAL_DOCUMENTS;

/** Beside the repository; RAGFLEET_SPECS_DIR names another folder. */
const DEFAULT_DIR = fileURLToPath(new URL('../../../../../shared/specs', import.meta.url));

/** Where a vendor's documents lie. */
export function documentPaths(vendor: DocumentedVendor): string[] {
  const named = process.env['RAGFLEET_SPECS_DIR'] ?? '';
  const dir = named === '' ? DEFAULT_DIR : named;
  return OFFICIAL_DOCUMENTS[vendor].map((file) => join(dir, file));
}

/** Those of a vendor's documents that are not there. */
export function missingDocuments(vendor: DocumentedVendor): string[] {
  return OFFICIAL_DOCUMENTS[vendor].filter((_file, at) => !existsSync(documentPaths(vendor)[at] ?? ''));
}
