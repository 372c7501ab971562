import express, { type NextFunction, type Request, type Response } from 'express';
import { isFault } from '@ragfleet/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import { serveApp } from '../testing/serve-app.fixture.ts';
import { createAddressLimit, sourceOf } from './address-limit.ts';

let stop = async (): Promise<void> => {};
afterEach(() => stop());

describe('createAddressLimit', () => {
  const statusesOf = async (requestsPerMinute: number, paths: readonly string[]): Promise<number[]> => {
    const app = express();
    app.use(createAddressLimit(requestsPerMinute));
    app.get('/', (_request, response) => void response.send('in'));
    app.get('/refused', (_request, response) => void response.status(401).end());
    app.use((error: unknown, _request: Request, response: Response, _next: NextFunction) => {
      response.status(isFault(error, 'rate-limited') && Number(error.retryAfterMs) > 0 ? 429 : 500).end();
    });
    const server = await serveApp(app);
    stop = server.stop;
    const statuses = [];
    for (const path of paths) statuses.push((await fetch(server.url + path)).status);
    return statuses;
  };

  it('lets an address send so many requests a minute, and then none', async () => {
    expect(await statusesOf(2, ['/', '/', '/', '/'])).toEqual([200, 200, 429, 429]);
  });

  it('counts a credential that is refused as twenty requests', async () => {
    expect(await statusesOf(22, ['/refused', '/', '/', '/'])).toEqual([401, 200, 200, 429]);
  });
});

describe('sourceOf', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:aaaa::1', '2001:db8:1:2'],
    ['2001:db8:1:2:bbbb::2', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['', 'unknown'],
  ])('counts %s as %s', (address, source) => {
    expect(sourceOf(address)).toBe(source);
  });
});
