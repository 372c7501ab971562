import type { DestinationStream } from 'pino';
import type { z } from 'zod';
import { readConfig } from '../config/read-config.ts';
import { warnOfUnknown } from '../config/warn-of-unknown.ts';
import { createLogger, type Logger } from '../logging/create-logger.ts';
import type { Tracing } from '../tracing/contract.ts';
import { NO_TRACING } from '../tracing/open-tracing.ts';

type Schema = z.ZodObject<{ LOG_LEVEL: z.ZodType<string> }>;
type ConfigOf<S extends Schema> = Readonly<z.output<S>>;

export interface OpenProcessOptions<S extends Schema> {
  readonly name: string;
  readonly schema: S;
  readonly environment: NodeJS.ProcessEnv;
  /** The region that the configuration keeps to, null where there is none; throws what the operator must correct. */
  readonly requireResidency: (config: ConfigOf<S>) => string | null;
  /** Left out by a process that is part of no trace. */
  readonly openTracing?: (config: ConfigOf<S>, name: string) => Promise<Tracing>;
  /** Of the log, in tests; standard output without it. */
  readonly destination?: DestinationStream;
}

export interface OpenedProcess<S extends Schema> {
  readonly config: ConfigOf<S>;
  readonly tracing: Tracing;
  readonly logger: Logger;
}

/**
 * What every process does before it composes itself: reads the environment, proves that it keeps to its region, begins to
 * trace and to log, and warns of variables that nobody reads. The region comes before the traces, whose collector is one of
 * the endpoints that may stand against it. Faults: invalid-input, of the configuration or of the region.
 */
export async function openProcess<S extends Schema>(
  options: OpenProcessOptions<S>,
): Promise<OpenedProcess<S>> {
  const { name, schema, environment, requireResidency, openTracing, destination } = options;
  const config = readConfig(schema, environment);
  const region = requireResidency(config);
  const tracing = (await openTracing?.(config, name)) ?? NO_TRACING;
  const logger = createLogger({
    service: name,
    level: config.LOG_LEVEL,
    fields: tracing.logFields,
    ...(destination && { destination }),
  });
  warnOfUnknown(schema, environment, logger);
  if (region !== null)
    logger.info({ region, encryptionAtRest: 'stated by the operator' }, 'keeps to its region');
  return { config, tracing, logger };
}
