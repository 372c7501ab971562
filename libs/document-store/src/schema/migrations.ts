import type { Migration } from '@ragfleet/postgres-connection';
import { documents } from './001-documents.ts';
import { passages } from './002-passages.ts';
import { changes } from './003-changes.ts';
import { unfinishedIngestions } from './004-unfinished-ingestions.ts';
import { ingestionCounts } from './005-ingestion-counts.ts';
import { documentClaims } from './006-document-claims.ts';
import { vectorUpkeep } from './007-vector-upkeep.ts';
import { uploads } from './008-uploads.ts';
import { sources } from './009-sources.ts';
import { keywordLanguages } from './010-keyword-languages.ts';
import { largeIngestions } from './011-large-ingestions.ts';
import { announcedChanges } from './012-announced-changes.ts';
import { boundedUpkeep } from './013-bounded-upkeep.ts';
import { generationCounts } from './014-generation-counts.ts';
import { unannouncedChanges } from './015-unannounced-changes.ts';
import { lateFiles } from './016-late-files.ts';
import { indexRefills } from './017-index-refills.ts';
import { labelsBeforeFiles } from './018-labels-before-files.ts';
import { changesAfterFiles } from './019-changes-after-files.ts';

/** In the order of their numbers, and only ever longer: what has run anywhere is never edited. */
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
  largeIngestions,
  announcedChanges,
  boundedUpkeep,
  generationCounts,
  unannouncedChanges,
  lateFiles,
  indexRefills,
  labelsBeforeFiles,
  changesAfterFiles,
];
