import type { SkippedTest } from './summarize.ts';

/** Addresses of servers that the suites use beside the private and embedded ones, when set. */
export const REAL_SERVER_VARIABLES = ['TEST_REDIS8_URL', 'TEST_POSTGRES_URL'] as const;
/** Set where nothing may be skipped for want of a server, such as in CI. */
const REQUIRE_VARIABLE = 'RAGFLEET_REQUIRE_REAL_SERVERS';

type Environment = Readonly<Record<string, string | undefined>>;

/** Why a run that requires real servers does not hold; empty when it does, or when it does not require them. */
export function realServerProblems(env: Environment, skipped: readonly SkippedTest[]): string[] {
  if (env[REQUIRE_VARIABLE] !== '1') return [];
  const unset = REAL_SERVER_VARIABLES.filter((name) => (env[name] ?? '') === '').map(
    (name) => `${name} is not set: start the server and set its address, or unset ${REQUIRE_VARIABLE}.`,
  );
  const suites = skipped
    .filter(needsRealServer)
    .map(({ file, name }) => `${file} > ${name} needs a real server and was skipped.`);
  return [...unset, ...suites];
}

function needsRealServer({ file, name, reason }: SkippedTest): boolean {
  const words = `${name} ${reason}`;
  return (
    file.endsWith('.integration.test.ts') ||
    /real server/i.test(words) ||
    REAL_SERVER_VARIABLES.some((variable) => words.includes(variable))
  );
}
