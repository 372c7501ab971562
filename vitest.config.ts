import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{apps,libs,eval,bench,scripts}/**/*.test.ts'],
    globalSetup: ['libs/test-support/src/global-setup.ts'],
    setupFiles: ['libs/test-support/src/patient-waits.ts'],
    expect: { poll: { timeout: 15_000 } },
    testTimeout: 20_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    restoreMocks: true,
  },
});
