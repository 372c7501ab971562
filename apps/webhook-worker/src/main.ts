import { requireResidency } from '@ragfleet/residency';
import {
  createLogger,
  readConfig,
  openTracing,
  runMain,
  runServices,
  warnOfUnknown,
} from '@ragfleet/service-runtime';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';

const NAME = 'webhook-worker';

runMain(async () => {
  const config = readConfig(configSchema, process.env);
  const region = requireResidency(config);
  const tracing = await openTracing(config, NAME);
  const logger = createLogger({ service: NAME, level: config.LOG_LEVEL, fields: tracing.logFields });
  warnOfUnknown(configSchema, process.env, logger);
  if (region !== null)
    logger.info({ region, encryptionAtRest: 'stated by the operator' }, 'keeps to its region');
  const graceMs = config.SHUTDOWN_GRACE_SECONDS * 1_000;
  await runServices({ name: NAME, logger, services: compose(config, logger, { tracing }), graceMs });
});
