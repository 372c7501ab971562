import { readSources } from '@ragfleet/document-sources';
import { requireResidency } from '@ragfleet/residency';
import { giveWay, openProcess, openTracing, runMain, runServices } from '@ragfleet/service-runtime';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';

const NAME = 'batch-worker';

runMain(async () => {
  const { config, tracing, logger } = await openProcess({
    name: NAME,
    schema: configSchema,
    environment: process.env,
    requireResidency,
    openTracing,
  });
  const graceMs = config.SHUTDOWN_GRACE_SECONDS * 1_000;
  const { SOURCES_FILE: path, SOURCE_ALLOW_HOSTS: allowHosts } = config;
  const sources = path === undefined ? null : await readSources({ path, allowHosts, env: process.env });
  await runServices({
    name: NAME,
    logger,
    compose: () => compose(config, logger, { sources, tracing }),
    operations: config,
    graceMs,
  });
  // Nobody waits for a document as for an answer. Once it is up: a start that is put off helps nobody.
  giveWay();
});
