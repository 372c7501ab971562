import { isFault } from '@ragfleet/kernel';

const REASONS: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'connect timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_OVERFLOW: 'reply headers too large',
  UND_ERR_SOCKET: 'connection closed',
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection closed',
  ENOTFOUND: 'name not found',
  EAI_AGAIN: 'name not resolved',
};

/** Why an exchange failed before it had a status, in words that an operator can act on. */
export function failureReason(error: unknown): string {
  if (isFault(error, 'forbidden')) return 'address not allowed';
  if (isFault(error, 'timeout')) return 'name not resolved';
  if (!(error instanceof Error)) return 'failed';
  if (error.name === 'TimeoutError') return 'timeout';
  if (error.name === 'AbortError') return 'interrupted';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/CERT|TLS|SSL|ALTNAME|SIGNATURE|SELF_SIGNED/.test(code)) return 'TLS failure';
  return REASONS[code] ?? 'failed';
}
