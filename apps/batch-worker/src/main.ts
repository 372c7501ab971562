import { readSources } from '@ragfleet/document-sources';
import { requireResidency } from '@ragfleet/residency';
import {
  createLogger,
  giveWay,
  readConfig,
  openTracing,
  runMain,
  runServices,
  warnOfUnknown,
} from '@ragfleet/service-runtime';
import { compose } from './composition.ts';
import { configSchema } from './config.ts';

const NAME = 'batch-worker';

runMain(async () => {
  const config = readConfig(configSchema, process.env);
  const region = requireResidency(config);
  const tracing = await openTracing(config, NAME);
  const logger = createLogger({ service: NAME, level: config.LOG_LEVEL, fields: tracing.logFields });
  warnOfUnknown(configSchema, process.env, logger);
  if (region !== null)
    logger.info({ region, encryptionAtRest: 'stated by the operator' }, 'keeps to its region');
  const graceMs = config.SHUTDOWN_GRACE_SECONDS * 1_000;
  const { SOURCES_FILE: path, SOURCE_ALLOW_HOSTS: allowHosts } = config;
  const sources = path === undefined ? null : await readSources({ path, allowHosts, env: process.env });
  await runServices({
    name: NAME,
    logger,
    services: await compose(config, logger, { sources, tracing }),
    graceMs,
  });
  // Nobody waits for a document as for an answer. Once it is up: a start that is put off helps nobody.
  giveWay();
});
