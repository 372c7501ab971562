import { CALLBACK_URLS } from './callback-urls.fixture.ts';
import type { BadInputClass } from './contract.fixture.ts';
import { CREDENTIALS } from './credentials.fixture.ts';
import { DATES } from './dates.fixture.ts';
import { ENCODINGS } from './encodings.fixture.ts';
import { FILTERS_AND_METADATA } from './filters-and-metadata.fixture.ts';
import { HTTP_ABUSE } from './http-abuse.fixture.ts';
import { IDEMPOTENCY_KEYS } from './idempotency-keys.fixture.ts';
import { IDS_AND_PATHS } from './ids-and-paths.fixture.ts';
import { MALFORMED_JSON } from './malformed-json.fixture.ts';
import { POLLUTION } from './pollution.fixture.ts';
import { RECOGNIZER_PROBES } from './recognizer-probes.fixture.ts';
import { SCHEMA_VIOLATIONS } from './schema-violations.fixture.ts';
import { SIZE_EDGES } from './size-edges.fixture.ts';
import { UNICODE } from './unicode.fixture.ts';

export const BAD_INPUT: readonly BadInputClass[] = [
  MALFORMED_JSON,
  SCHEMA_VIOLATIONS,
  POLLUTION,
  SIZE_EDGES,
  IDS_AND_PATHS,
  FILTERS_AND_METADATA,
  CREDENTIALS,
  HTTP_ABUSE,
  ENCODINGS,
  UNICODE,
  IDEMPOTENCY_KEYS,
  CALLBACK_URLS,
  RECOGNIZER_PROBES,
  DATES,
];
