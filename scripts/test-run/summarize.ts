import { stripVTControlCharacters } from 'node:util';
import type { TestCase, TestModule } from 'vitest/node';

export interface SkippedTest {
  /** Relative to the workspace. */
  readonly file: string;
  /** The suite names and the test's name, joined by ` > `. */
  readonly name: string;
  readonly reason: string;
}

export interface FailedTest {
  /** Relative to the workspace, or `outside any test` with the file that ran then. */
  readonly file: string;
  /** As for a skipped test; empty for a file that failed around its tests. */
  readonly name: string;
  /** The first line of the first error. */
  readonly error: string;
}

/** One that failed first and held when it was run again. */
export interface FlakyTest {
  /** Relative to the workspace. */
  readonly file: string;
  readonly name: string;
  /** The first line of its first error. */
  readonly error: string;
}

export interface TestSummary {
  readonly passed: number;
  /** Of those that passed. */
  readonly flaky: readonly FlakyTest[];
  /** Failed tests, then files, suites and hooks that failed around their tests, then errors that no test caught. */
  readonly failures: readonly FailedTest[];
  readonly skipped: readonly SkippedTest[];
  readonly files: number;
}

/** What a finished run came to. `errorsOutsideTests` are rejections and throws that no test caught. */
export function summarize(
  modules: readonly TestModule[],
  errorsOutsideTests: readonly unknown[],
): TestSummary {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  return {
    passed: tests.filter((test) => test.result().state === 'passed').length,
    flaky: tests.flatMap(flakinessOf),
    failures: [
      ...tests.flatMap(failureOf),
      ...modules.flatMap(failuresAround),
      ...errorsOutsideTests.map((error) => ({
        file: `outside any test, ${whileRunning(error, modules)}`,
        name: '',
        error: firstLineOf(error),
      })),
    ],
    skipped: tests.flatMap(skipOf),
    files: modules.length,
  };
}

function flakinessOf(test: TestCase): FlakyTest[] {
  const result = test.result();
  if (result.state !== 'passed' || test.diagnostic()?.flaky !== true) return [];
  return [
    { file: test.module.relativeModuleId, name: test.fullName, error: firstLineOf(result.errors?.[0]) },
  ];
}

function failureOf(test: TestCase): FailedTest[] {
  const result = test.result();
  if (result.state !== 'failed') return [];
  return [{ file: test.module.relativeModuleId, name: test.fullName, error: firstLineOf(result.errors[0]) }];
}

function failuresAround(module: TestModule): FailedTest[] {
  const file = module.relativeModuleId;
  return [
    { name: '', errors: module.errors() },
    ...[...module.children.allSuites()].map((suite) => ({ name: suite.fullName, errors: suite.errors() })),
  ].flatMap(({ name, errors }) =>
    errors.length === 0 ? [] : [{ file, name, error: firstLineOf(errors[0]) }],
  );
}

function skipOf(test: TestCase): SkippedTest[] {
  const result = test.result();
  if (result.state !== 'skipped') return [];
  const reason = result.note ?? reasonOf(test.options.mode);
  return [{ file: test.module.relativeModuleId, name: test.fullName, reason }];
}

/** Vitest notes on an error that no test caught which file its worker ran. */
function whileRunning(error: unknown, modules: readonly TestModule[]): string {
  const path: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'VITEST_TEST_PATH') : undefined;
  const running = modules.find(({ moduleId }) => moduleId === path);
  return running === undefined ? 'in no known file' : `while ${running.relativeModuleId} ran`;
}

/** Vitest hands errors over as plain objects, and an assertion's message may be coloured. */
function firstLineOf(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  const lines = stripVTControlCharacters(String(message)).split('\n');
  return lines.map((line) => line.trim()).find((line) => line !== '') ?? 'no message';
}

// `skipIf` and `runIf` take no reason: there the name says it, by the rule that a suite names the server it needs.
const reasonOf = (mode: string): string =>
  mode === 'todo' ? 'not written yet' : 'its condition does not hold here';
