import type { DeliveryResult } from '@ragfleet/contracts';
import { failureReason } from '@ragfleet/public-http';

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
  const delayMs = /^\d+$/.test(text) ? Number(text) * 1_000 : dateOf(text) - nowMs;
  if (!Number.isFinite(delayMs) || delayMs < 0) return null;
  return Math.min(delayMs, MAX_RETRY_AFTER_MS);
}

// Date.parse takes much for a date that is none: "1 2030" is one to it.
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

const dateOf = (text: string): number => (HTTP_DATE.test(text) ? Date.parse(text) : Number.NaN);

/** A failure without a status: the reasons that an operator can act on, in words. */
export function classifyFailure(error: unknown): DeliveryResult {
  return { outcome: 'retry', httpStatus: null, error: failureReason(error) };
}
