import { Fault } from '@ragfleet/kernel';
import type { NextFunction, Request, Response } from 'express';

const VERSIONS: ReadonlySet<string> = new Set(['1.0', '1.1']);

/**
 * Refuses what Node's parser lets pass and a proxy in front may read otherwise: a line that says HTTP/0.9 or 2.0, and
 * HTTP/1.1 without its Host. Fault `malformed`.
 */
export function requireHttp1(request: Request, _response: Response, next: NextFunction): void {
  const { httpVersion, headers } = request;
  if (!VERSIONS.has(httpVersion)) throw new Fault('malformed', 'Send HTTP/1.1.');
  if (httpVersion === '1.1' && headers.host === undefined)
    throw new Fault('malformed', 'Send a Host header.');
  next();
}
