import { createLogger, readConfig, runMain, runServices } from '@ragfleet/service-runtime';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';

const NAME = 'query-worker';

runMain(async () => {
  const config = readConfig(configSchema, process.env);
  const logger = createLogger({ service: NAME, level: config.LOG_LEVEL });
  const graceMs = config.SHUTDOWN_GRACE_SECONDS * 1_000;
  await runServices({ name: NAME, logger, services: await compose(config, logger), graceMs });
});
