import { describe } from 'vitest';
import { describeNotRun } from '../missing/describe-not-run.ts';
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
  for (const file of missing)
    describeNotRun({
      title: `${title},`,
      place: "held to the vendor's documents",
      reason: `${file} is not in the folder of RAGFLEET_SPECS_DIR`,
      fix: "Put the vendor's OpenAPI documents where RAGFLEET_SPECS_DIR points.",
      isRequired: (process.env['CI'] ?? '') !== '',
    });
}
