import { requireResidency } from '@ragfleet/residency';
import { openProcess, openTracing, runMain, runServices } from '@ragfleet/service-runtime';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';

const NAME = 'ingress-api';

runMain(async () => {
  const { config, tracing, logger } = await openProcess({
    name: NAME,
    schema: configSchema,
    environment: process.env,
    requireResidency,
    openTracing,
  });
  await runServices({
    name: NAME,
    logger,
    compose: async () => (await compose(config, logger, { tracing })).services,
    operations: config,
    graceMs: config.SHUTDOWN_GRACE_SECONDS * 1_000,
  });
});
