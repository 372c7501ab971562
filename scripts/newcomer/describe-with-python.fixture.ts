import { spawnSync } from 'node:child_process';
import { describeNotRun } from '@ragfleet/test-support';
import { describe } from 'vitest';

/**
 * A suite that runs programs with python3. Without one it says in its name that it did not run; where
 * RAGFLEET_REQUIRE_REAL_SERVERS=1 that is a failure.
 */
export function describeWithPython(title: string, suite: () => void): void {
  const { error } = spawnSync('python3', ['--version']);
  if (error !== undefined) {
    const reason = 'there is no python3 on the PATH';
    describeNotRun({ title, place: 'with python3', reason, fix: 'Install python3.' });
    return;
  }
  describe(`${title} with python3`, () => {
    suite();
  });
}
