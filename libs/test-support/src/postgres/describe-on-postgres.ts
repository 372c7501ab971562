import { afterAll, beforeAll, describe } from 'vitest';
import { describeNotRun } from '../missing/describe-not-run.ts';
import { openTestPostgres, type TestPostgres, type TestPostgresKind } from './open-test-postgres.ts';

/** Where suites run: always on the embedded database, and on a server when TEST_POSTGRES_URL names one. */
export function testPostgresKinds(): readonly TestPostgresKind[] {
  return hasServer() ? ['embedded', 'server'] : ['embedded'];
}

/**
 * Runs a suite on every PostgreSQL there is, each with an empty database of its own. Without a server the suite says
 * in its name that it did not run there; where RAGFLEET_REQUIRE_REAL_SERVERS=1 that is a failure. `lastPlace` names the
 * place where it is the last, and is empty elsewhere: for `it.each` of what waits long and is the same on all of them.
 */
export function describeOnPostgres(
  title: string,
  suite: (postgres: () => TestPostgres, lastPlace: readonly string[]) => void,
): void {
  const kinds = testPostgresKinds();
  for (const kind of kinds)
    describe(`${title} on ${nameOf(kind)}`, () => {
      suite(useTestPostgres(kind), kind === kinds.at(-1) ? [nameOf(kind)] : []);
    });
  for (const missing of hasServer() ? [] : [title]) describeWithoutServer(missing);
}

/** Runs a suite on the PostgreSQL server alone, for what the embedded database cannot show. Without one: as above. */
export function describeOnPostgresServer(title: string, suite: (serverUrl: string) => void): void {
  const url = process.env['TEST_POSTGRES_URL'] ?? '';
  if (url === '') {
    describeWithoutServer(title);
    return;
  }
  describe(`${title} on ${nameOf('server')}`, () => {
    suite(url);
  });
}

const describeWithoutServer = (title: string): void =>
  describeNotRun({
    title,
    place: `on ${nameOf('server')}`,
    reason: 'TEST_POSTGRES_URL is not set',
    fix: 'Set TEST_POSTGRES_URL to a PostgreSQL with pgvector.',
  });

function useTestPostgres(kind: TestPostgresKind): () => TestPostgres {
  let opened: TestPostgres | undefined;
  beforeAll(async () => {
    opened = await openTestPostgres(kind);
  });
  afterAll(async () => {
    await opened?.stop();
  });
  return () => {
    if (opened === undefined)
      throw new Error('The database opens before the first test: call this inside a test or a hook.');
    return opened;
  };
}

const hasServer = (): boolean => (process.env['TEST_POSTGRES_URL'] ?? '') !== '';
const nameOf = (kind: TestPostgresKind): string =>
  kind === 'embedded' ? 'the embedded database' : 'a PostgreSQL server';
