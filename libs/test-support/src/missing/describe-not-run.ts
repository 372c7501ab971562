import { describe, expect, it } from 'vitest';

export interface NotRun {
  readonly title: string;
  /** Follows the title, such as `on Redis 8`. */
  readonly place: string;
  /** What is missing, such as `TEST_REDIS8_URL is not set`. */
  readonly reason: string;
  readonly fix: string;
  /** Whether the run has to fail without it. Left out: where RAGFLEET_REQUIRE_REAL_SERVERS=1, as CI sets it. */
  readonly isRequired?: boolean;
}

/** Stands in for a suite whose server or program this machine lacks: skipped with the reason, or failed with the fix. */
export function describeNotRun({
  title,
  place,
  reason,
  fix,
  isRequired = requiresRealServers(),
}: NotRun): void {
  process.stderr.write(`${title} ${place}: not run, ${reason}\n`);
  describe(`${title} ${place}`, () => {
    it(`is not run: ${reason}`, (context) => {
      context.skip(!isRequired, reason);
      expect.unreachable(fix);
    });
  });
}

const requiresRealServers = (): boolean => process.env['RAGFLEET_REQUIRE_REAL_SERVERS'] === '1';
