import { createLogger, readConfig, runMain, runServices } from '@ragfleet/service-runtime';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';

const NAME = 'ingress-api';

runMain(async () => {
  const config = readConfig(configSchema, process.env);
  const logger = createLogger({ service: NAME, level: config.LOG_LEVEL });
  const { services } = await compose(config, logger);
  await runServices({ name: NAME, logger, services, graceMs: config.SHUTDOWN_GRACE_SECONDS * 1_000 });
});
