import type { Migration } from '@ragfleet/postgres-connection';
import { documents } from './001-documents.ts';
import { passages } from './002-passages.ts';
import { changes } from './003-changes.ts';
import { unfinishedIngestions } from './004-unfinished-ingestions.ts';
import { documentClaims } from './005-document-claims.ts';
import { ingestionCounts } from './005-ingestion-counts.ts';
import { vectorUpkeep } from './005-vector-upkeep.ts';
import { uploads } from './006-uploads.ts';
import { sources } from './007-sources.ts';
import { keywordLanguages } from './008-keyword-languages.ts';

/** In order, and only ever longer: what has run anywhere is never edited. */
export const MIGRATIONS: readonly Migration[] = [
  documents,
  passages,
  changes,
  unfinishedIngestions,
  ingestionCounts,
  documentClaims,
  vectorUpkeep,
  uploads,
  sources,
  keywordLanguages,
];
