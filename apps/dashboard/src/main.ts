import { requireResidency } from '@ragfleet/residency';
import { openProcess, runMain, runServices } from '@ragfleet/service-runtime';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';

const NAME = 'dashboard';

runMain(async () => {
  const { config, logger } = await openProcess({
    name: NAME,
    schema: configSchema,
    environment: process.env,
    requireResidency,
  });
  await runServices({
    name: NAME,
    logger,
    compose: async () => (await compose(config, logger)).services,
    graceMs: config.SHUTDOWN_GRACE_SECONDS * 1_000,
  });
});
