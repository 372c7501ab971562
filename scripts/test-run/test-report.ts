import type { FailedTest, FlakyTest, SkippedTest } from './summarize.ts';

/** What `npm test -- --json` prints as its last line. */
export interface TestReport {
  readonly ok: boolean;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly files: number;
  /** Why the run does not hold beside its failed tests, such as a server that is required and missing. */
  readonly problems: readonly string[];
  readonly failed_tests: readonly FailedTest[];
  /** Passed, though not at first. */
  readonly flaky_tests: readonly FlakyTest[];
  readonly skipped_tests: readonly SkippedTest[];
}
