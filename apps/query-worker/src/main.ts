import { requireResidency } from '@ragfleet/residency';
import { openProcess, openTracing, runMain, runServices } from '@ragfleet/service-runtime';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';

const NAME = 'query-worker';

runMain(async () => {
  const { config, tracing, logger } = await openProcess({
    name: NAME,
    schema: configSchema,
    environment: process.env,
    requireResidency,
    openTracing,
  });
  const graceMs = config.SHUTDOWN_GRACE_SECONDS * 1_000;
  await runServices({
    name: NAME,
    logger,
    compose: () => compose(config, logger, { tracing }),
    operations: config,
    graceMs,
  });
});
