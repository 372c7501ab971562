import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';
import { serializeError } from './serialize-error.ts';

/** A pino logger: JSON lines, data in fields, the message a constant phrase. */
export type Logger = PinoLogger;

// What must never reach a log, wherever a careless object carries it.
const REDACTED = [
  'authorization',
  'cookie',
  'password',
  'secret',
  'secrets',
  'token',
  'apiKey',
  'question',
  'history',
  'answer',
  'content',
  'text',
  'body',
  'comment',
  'quote',
  'callback',
  'url',
];

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
    // `err` is what pino itself calls it.
    serializers: {
      error: (error: unknown) => serializeError(error),
      err: (error: unknown) => serializeError(error),
    },
  };
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination);
}
