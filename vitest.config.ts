import { defineConfig } from 'vitest/config';

/** They replace modules, or measure the process that they run in: each needs one of its own. */
const OWN_PROCESS = [
  'libs/rag-core/src/cache/property/*.test.ts',
  'libs/question-meaning/src/meaning-difference.test.ts',
  'libs/rag-core/src/ingest/cutting/cut-document.test.ts',
  'libs/rag-core/src/ingest/slots.test.ts',
  'libs/document-files/src/bad-files/bad-files.test.ts',
  'libs/document-files/src/extract/text/hostile-text.test.ts',
  'libs/document-store/src/keyword/words.test.ts',
  'libs/guards/src/**/*.test.ts',
  'libs/models/src/local/local-answer-model.test.ts',
  'bench/src/fleet/process-meter.test.ts',
];

export default defineConfig({
  test: {
    globalSetup: ['libs/test-support/src/global-setup.ts'],
    setupFiles: ['libs/test-support/src/patient-waits.ts'],
    expect: { poll: { timeout: 40_000 } },
    // Guards against what hangs. They say nothing about speed: a busy machine may take ten times as long.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    // A process that runs 300 files comes to 2 GB, which is more than V8 takes by itself where the machine has 8.
    execArgv: ['--max-old-space-size=3072'],
    restoreMocks: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'shared-process',
          include: ['{apps,libs,eval,bench,faults,scripts,simulator}/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...OWN_PROCESS],
          // To load the modules anew for each of 600 files took a third of the run.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'own-process', include: OWN_PROCESS } },
    ],
  },
});
