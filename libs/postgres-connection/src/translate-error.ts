import { Fault, type FaultKind } from '@ragfleet/kernel';

interface Translation {
  readonly kind: FaultKind;
  readonly message: string;
}

const AWAY: Translation = {
  kind: 'unavailable',
  message:
    'The document database is away or busy. Check DATABASE_URL and that PostgreSQL is up, then try again.',
};
const REFUSED: Translation = {
  kind: 'unavailable',
  message:
    'The document database did not let this process in. Check user, password, database and sslrootcert of DATABASE_URL.',
};
const NO_RIGHT: Translation = {
  kind: 'unavailable',
  message:
    'The user of the document database lacks a right. Give it CONNECT and CREATE on the database, USAGE and CREATE on its schema ' +
    'and its tables; where it may not run CREATE EXTENSION vector, an administrator does once.',
};
const SLOW: Translation = {
  kind: 'timeout',
  message: 'The document database did not answer in time. Try again; if it stays, look at its load.',
};
const TAKEN: Translation = { kind: 'conflict', message: 'A row with this key is already there.' };
const UNSTORABLE: Translation = {
  kind: 'invalid-input',
  message: 'The text holds a character that cannot be stored. Remove NUL characters.',
};
const BROKEN: Translation = { kind: 'internal', message: 'The document database refused a statement.' };

const CODES: Readonly<Record<string, Translation>> = {
  '57014': SLOW, // statement_timeout
  '55P03': SLOW, // lock_timeout
  '25P03': SLOW, // idle in transaction
  '25006': AWAY, // read-only: a failover made it a replica, or it protects a full disk
  '40001': AWAY, // serialization failure: the same call may succeed
  '40P01': AWAY, // deadlock
  '3D000': REFUSED, // no such database
  '42501': NO_RIGHT,
  '23505': TAKEN,
  '22021': UNSTORABLE, // a NUL byte
  '22P05': UNSTORABLE,
};
// SQLSTATE classes: connection, resources, operator intervention (restart, failover), system error.
const AWAY_CLASSES = new Set(['08', '53', '57', '58']);
const AWAY_SYSTEM_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOENT', // the socket of a server on this machine
]);
const REFUSED_CLASS = '28';
const REFUSED_CERTIFICATE = /SELF_SIGNED_CERT|^CERT_|^UNABLE_TO_|^ERR_TLS_|^ERR_SSL_|^ERR_OSSL_|^EPROTO$/;
// pg reports these by message alone.
const REFUSED_MESSAGES = /^SASL: |does not support SSL|error establishing an SSL connection/;
/** Of a file that the URL names, such as sslrootcert. */
const UNREADABLE_FILE = /^(?:ENOENT|EACCES|EISDIR): /;
const AWAY_MESSAGES =
  /connection terminated|timeout exceeded when trying to connect|timeout expired|cannot use a pool after|client has encountered a connection error|not queryable/i;

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function translationOf(error: Error): Translation {
  const code = codeOf(error);
  const known = CODES[code];
  if (known !== undefined) return known;
  if (isRefusedLogin(code, error.message)) return REFUSED;
  if (AWAY_SYSTEM_CODES.has(code) || AWAY_CLASSES.has(code.slice(0, 2)) || AWAY_MESSAGES.test(error.message))
    return AWAY;
  return /query read timeout/i.test(error.message) ? SLOW : BROKEN;
}

/** Not for good: an operator who rotates a password or a certificate ends it, and what was asked for runs then. */
const isRefusedLogin = (code: string, message: string): boolean =>
  code.startsWith(REFUSED_CLASS) ||
  REFUSED_CERTIFICATE.test(code) ||
  REFUSED_MESSAGES.test(message) ||
  UNREADABLE_FILE.test(message);

/** The Fault for whatever pg threw. The cause keeps the server's words; the message never does. */
export function translatePostgresError(error: unknown): Fault {
  if (error instanceof Fault) return error;
  if (!(error instanceof Error)) return new Fault('internal', BROKEN.message, { cause: error });
  const { kind, message } = translationOf(error);
  return new Fault(kind, message, { cause: error });
}
