/** What must never reach a log or a trace, wherever a careless object carries it. */
export const REDACTED_NAMES = [
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
] as const;

export const REDACTED = '[redacted]';
