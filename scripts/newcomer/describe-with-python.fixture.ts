import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

/**
 * A suite that runs programs with python3. Without one it says in its name that it did not run; where
 * RAGFLEET_REQUIRE_REAL_SERVERS=1 that is a failure.
 */
export function describeWithPython(title: string, suite: () => void): void {
  const { error } = spawnSync('python3', ['--version']);
  if (error !== undefined) {
    sayNotRun(title);
    return;
  }
  describe(`${title} with python3`, () => {
    suite();
  });
}

function sayNotRun(title: string): void {
  process.stderr.write(`${title}: not run, there is no python3 on the PATH\n`);
  const isRequired = process.env['RAGFLEET_REQUIRE_REAL_SERVERS'] === '1';
  describe(`${title} with python3`, () => {
    it.skipIf(!isRequired)('is not run: there is no python3', () => {
      expect.unreachable('Install python3.');
    });
  });
}
