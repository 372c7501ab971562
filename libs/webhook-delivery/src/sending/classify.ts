import type { DeliveryResult } from '@ragfleet/contracts';
import { isFault } from '@ragfleet/kernel';

const MAX_RETRY_AFTER_MS = 86_400_000;

/** 2xx is delivered, 410 ends the endpoint, 429 and 503 may say when to come back, everything else is tried again. */
export function classifyResponse(
  httpStatus: number,
  retryAfter: string | string[] | undefined,
  nowMs: number,
): DeliveryResult {
  if (httpStatus >= 200 && httpStatus < 300) return { outcome: 'delivered', httpStatus };
  if (httpStatus === 410) return { outcome: 'dead', httpStatus, error: 'gone', disableEndpoint: true };
  if (httpStatus >= 300 && httpStatus < 400) return { outcome: 'retry', httpStatus, error: 'redirect' };
  const failed = { outcome: 'retry', httpStatus, error: 'not accepted' } as const;
  if (httpStatus !== 429 && httpStatus !== 503) return failed;
  const retryAfterMs = parseRetryAfter(retryAfter, nowMs);
  return retryAfterMs === null ? failed : { ...failed, retryAfterMs };
}

/** Milliseconds from now, at most 24 h; null when the header is missing or unreadable. */
export function parseRetryAfter(header: string | string[] | undefined, nowMs: number): number | null {
  const text = Array.isArray(header) ? header[0] : header;
  if (text === undefined) return null;
  const delayMs = /^\d{1,10}$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs;
  if (!Number.isFinite(delayMs) || delayMs < 0) return null;
  return Math.min(delayMs, MAX_RETRY_AFTER_MS);
}

/** A failure without a status: the reasons that an operator can act on, in words. */
export function classifyFailure(error: unknown): DeliveryResult {
  return { outcome: 'retry', httpStatus: null, error: reasonOf(error) };
}

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

function reasonOf(error: unknown): string {
  if (isFault(error, 'forbidden')) return 'address not allowed';
  if (isFault(error, 'timeout')) return 'name not resolved';
  if (!(error instanceof Error)) return 'failed';
  if (error.name === 'TimeoutError') return 'timeout';
  if (error.name === 'AbortError') return 'interrupted';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/CERT|TLS|SSL|ALTNAME|SIGNATURE|SELF_SIGNED/.test(code)) return 'TLS failure';
  return REASONS[code] ?? 'failed';
}
