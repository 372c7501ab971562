import { type EmbeddedPostgres, startEmbeddedPostgres } from '@ragfleet/postgres-connection';
import { createLogger, processVariables, readConfig, runMain, runServices } from '@ragfleet/service-runtime';
import { z } from 'zod';

const variables = z.object({
  LOG_LEVEL: processVariables.LOG_LEVEL,
  HOST: processVariables.HOST,
  PORT: z.coerce.number().int().min(1).max(65_535).meta({ description: 'port to listen on' }),
  STORE_DIR: z.string().min(1).meta({ description: 'folder of the embedded database' }),
});

runMain(async () => {
  const config = readConfig(variables, process.env);
  const logger = createLogger({ service: 'embedded-store', level: config.LOG_LEVEL });
  let database: EmbeddedPostgres | null = null;
  const store = {
    name: 'embedded-store',
    async start() {
      database = await startEmbeddedPostgres({
        dataDir: config.STORE_DIR,
        host: config.HOST,
        port: config.PORT,
      });
    },
    async stop() {
      await database?.stop();
    },
  };
  await runServices({ name: 'embedded-store', logger, compose: () => [store], graceMs: 10_000 });
});
