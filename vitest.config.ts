import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,libs,eval,bench,faults,scripts,simulator}/**/*.test.ts'],
    globalSetup: ['libs/test-support/src/global-setup.ts'],
    setupFiles: ['libs/test-support/src/patient-waits.ts'],
    expect: { poll: { timeout: 40_000 } },
    // Guards against what hangs. They say nothing about speed: a busy machine may take ten times as long.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    restoreMocks: true,
  },
});
