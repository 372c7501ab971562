import type { Database } from '@ragfleet/postgres-connection';
import type { SourceCatalogue } from '@ragfleet/rag-core';
import { createGoneItems } from './gone-items.ts';
import { createSourceItems } from './source-items.ts';
import { createSourcePasses } from './source-passes.ts';

/** What is known of the sources that are kept in step. The tenant is in every key. */
export const createSourceCatalogue = (database: Database): SourceCatalogue => ({
  ...createSourcePasses(database),
  ...createSourceItems(database),
  ...createGoneItems(database),
});
