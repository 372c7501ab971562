import { Fault } from '@ragfleet/kernel';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import ipaddr from 'ipaddr.js';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const PERIOD_SECONDS = 60;
/** Guessing costs a look at the store each time, and whoever has a credential rarely sends a wrong one. */
const COST_OF_REFUSED_CREDENTIAL = 20;
const UNAUTHENTICATED = 401;

/**
 * Limits what one address may send before anybody looks at its credential. In memory, per process: it keeps a flood
 * away from Redis; the limits of tenants and keys are kept by admission. A credential that is refused counts as twenty
 * requests.
 */
export function createAddressLimit(requestsPerMinute: number): RequestHandler {
  const limiter = new RateLimiterMemory({ points: requestsPerMinute, duration: PERIOD_SECONDS });
  return (request: Request, response: Response, next: NextFunction) => {
    const source = sourceOf(request.ip ?? '');
    response.once('finish', () => {
      if (response.statusCode === UNAUTHENTICATED)
        void limiter.penalty(source, COST_OF_REFUSED_CREDENTIAL - 1);
    });
    limiter.consume(source).then(
      () => next(),
      (refusal: unknown) => {
        const retryAfterMs = refusal instanceof RateLimiterRes ? refusal.msBeforeNext : undefined;
        const options = retryAfterMs === undefined ? {} : { retryAfterMs };
        next(new Fault('rate-limited', 'Too many requests from this address. Slow down.', options));
      },
    );
  };
}

/** One counter per IPv4 address and per IPv6 /64, which is what one subscriber has. */
export function sourceOf(address: string): string {
  if (!ipaddr.isValid(address)) return 'unknown';
  const parsed = ipaddr.process(address);
  return parsed.kind() === 'ipv4'
    ? parsed.toString()
    : parsed.toNormalizedString().split(':').slice(0, 4).join(':');
}
