import { type DestinationStream, type Logger as PinoLogger, pino, stdSerializers } from 'pino';

/** A pino logger: JSON lines, data in fields, the message a constant phrase. */
export type Logger = PinoLogger;

// What must never reach a log, wherever a careless object carries it.
const REDACTED = ['authorization', 'cookie', 'password', 'secret', 'apiKey', 'question', 'answer', 'content'];

/** One logger per process; children carry `queryId`, `queue`, `attempt`, `tenant`. Writes to standard output unless told otherwise. */
export function createLogger(options: {
  readonly service: string;
  readonly level: string;
  readonly destination?: DestinationStream;
}): Logger {
  const settings = {
    level: options.level,
    base: { service: options.service, pid: process.pid },
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: REDACTED.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    serializers: { error: stdSerializers.errWithCause },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}
