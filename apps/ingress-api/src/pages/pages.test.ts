import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPages } from './pages.ts';

let server: Server;

beforeAll(async () => {
  server = createServer(express().use(createPages())).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

/** As it crosses the wire: fetch would decompress it. */
async function get(
  path: string,
  headers: Record<string, string> = {},
): Promise<IncomingMessage & { bytes: Buffer }> {
  const { port } = server.address() as AddressInfo;
  const asked = request({ port, host: '127.0.0.1', path, headers });
  asked.end();
  const [reply] = (await once(asked, 'response')) as [IncomingMessage];
  return Object.assign(reply, { bytes: await buffer(reply) });
}

describe('the console page', () => {
  it('comes under a policy without inline scripts, styles or evaluation', async () => {
    const { headers, bytes } = await get('/');
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("style-src 'self';");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(bytes.toString()).toContain('<div id="app">');
  });

  it('is sent compressed to who takes that, and plain to who does not', async () => {
    const plain = (await get('/console/main.js')).bytes;
    const zipped = await get('/console/main.js', { 'accept-encoding': 'gzip' });
    const brotli = await get('/console/main.js', { 'accept-encoding': 'gzip, br' });
    expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(gunzipSync(zipped.bytes)).toEqual(plain);
    expect(brotli.headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(brotli.bytes)).toEqual(plain);
    expect(plain.toString()).toContain('/console/vendor/preact.mjs');
  });

  it('is not sent again to who has it', async () => {
    const { headers } = await get('/console/main.js');
    const again = await get('/console/main.js', { 'if-none-match': headers.etag ?? '' });
    expect([again.statusCode, again.bytes.byteLength]).toEqual([304, 0]);
    expect(headers['cache-control']).toBe('no-cache');
  });

  it('has no other files of the server', async () => {
    for (const path of [
      '/console/nothing.js',
      '/console/../package.json',
      '/console/..%2fpackage.json',
      '/console/api/resources.ts',
    ])
      expect({ path, status: (await get(path)).statusCode }).toEqual({ path, status: 404 });
  });
});
