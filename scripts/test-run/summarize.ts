import type { TestModule } from 'vitest/node';

export interface SkippedTest {
  /** Relative to the workspace. */
  readonly file: string;
  /** The suite names and the test's name, joined by ` > `. */
  readonly name: string;
  readonly reason: string;
}

export interface TestSummary {
  readonly passed: number;
  /** Failed tests, and files, suites and hooks that failed around their tests. */
  readonly failed: number;
  readonly skipped: readonly SkippedTest[];
  readonly files: number;
}

/** What a finished run came to. `errorsOutsideTests` are rejections and throws that no test caught. */
export function summarize(modules: readonly TestModule[], errorsOutsideTests: number): TestSummary {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const around = modules
    .flatMap((module) => [module, ...module.children.allSuites()])
    .filter((suite) => suite.errors().length > 0);
  const skipped = tests.flatMap((test): SkippedTest[] => {
    const result = test.result();
    if (result.state !== 'skipped') return [];
    return [
      {
        file: test.module.relativeModuleId,
        name: test.fullName,
        reason: result.note ?? reasonOf(test.options.mode),
      },
    ];
  });
  return {
    passed: tests.filter((test) => test.result().state === 'passed').length,
    failed:
      tests.filter((test) => test.result().state === 'failed').length + around.length + errorsOutsideTests,
    skipped,
    files: modules.length,
  };
}

// `skipIf` and `runIf` take no reason: there the name says it, by the rule that a suite names the server it needs.
const reasonOf = (mode: string): string =>
  mode === 'todo' ? 'not written yet' : 'its condition does not hold here';
