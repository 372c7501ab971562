import { createLogger, processVariables, readConfig, runMain, runServices } from '@ragfleet/service-runtime';
import { z } from 'zod';
import { createReceiverServer } from './receiver/receiver-server.ts';

const variables = z.object({
  LOG_LEVEL: processVariables.LOG_LEVEL,
  HOST: processVariables.HOST,
  PORT: z.coerce.number().int().min(1).max(65_535).meta({ description: 'port to listen on' }),
  WEBHOOK_SECRETS: z.string().min(1).meta({ description: 'comma-separated webhook secrets of the senders' }),
});

runMain(async () => {
  const config = readConfig(variables, process.env);
  const logger = createLogger({ service: 'webhook-receiver', level: config.LOG_LEVEL });
  const secrets = config.WEBHOOK_SECRETS.split(',');
  const server = createReceiverServer({ host: config.HOST, port: config.PORT, secrets });
  await runServices({ name: 'webhook-receiver', logger, compose: () => [server], graceMs: 5_000 });
});
