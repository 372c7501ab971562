import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import { REDACTED, REDACTED_NAMES } from './redacted-names.ts';
import { serializeError } from './serialize-error.ts';

/** A pino logger: JSON lines, data in fields, the message a constant phrase. */
export type Logger = PinoLogger;

/** One logger per process; children carry `queryId`, `queue`, `attempt`, `tenant`. Writes to standard output unless told otherwise. */
export function createLogger(options: {
  readonly service: string;
  readonly level: string;
  readonly destination?: DestinationStream;
  /** Asked for each line: what goes on it beside its own fields, such as the trace that it is part of. */
  readonly fields?: (() => Readonly<Record<string, string>>) | null;
}): Logger {
  const { fields = null } = options;
  const settings = {
    level: options.level,
    base: { service: options.service, pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: {
      paths: REDACTED_NAMES.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
      censor: REDACTED,
    },
    // `err` is what pino itself calls it.
    ...(fields !== null && { mixin: () => ({ ...fields() }) }),
    serializers: {
      error: (error: unknown) => serializeError(error),
      err: (error: unknown) => serializeError(error),
    },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}
