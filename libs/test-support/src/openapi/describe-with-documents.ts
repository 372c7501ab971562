import { describe, expect, it } from 'vitest';
import { type DocumentedVendor, missingDocuments } from './official-documents.ts';

/**
 * Runs a suite against a double that the vendor's own documents hold. Without the documents the suite says in its name
 * that it did not run; where CI is set, that is a failure.
 */
export function describeWithDocuments(title: string, vendor: DocumentedVendor, suite: () => void): void {
  const missing = missingDocuments(vendor);
  for (const runnable of missing.length === 0 ? [suite] : [])
    describe(`${title}, held to the vendor's documents`, () => {
      runnable();
    });
  for (const file of missing) sayNotRun(title, file);
}

function sayNotRun(title: string, file: string): void {
  const reason = `${file} is not in the folder of RAGFLEET_SPECS_DIR`;
  process.stderr.write(`${title}: not run, ${reason}\n`);
  const isRequired = (process.env['CI'] ?? '') !== '';
  describe(`${title}, held to the vendor's documents`, () => {
    it(`is not run: ${reason}`, (context) => {
      context.skip(!isRequired, reason);
      expect.unreachable("Put the vendor's OpenAPI documents where RAGFLEET_SPECS_DIR points.");
    });
  });
}
