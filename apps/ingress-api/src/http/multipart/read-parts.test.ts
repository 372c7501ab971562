import { type IncomingMessage, request as send } from 'node:http';
import { Readable } from 'node:stream';
import { setImmediate, setTimeout as pause } from 'node:timers/promises';
import { toFault } from '@ragfleet/kernel';
import { afterEach, describe, expect, it } from 'vitest';
import { serveApp } from '../../testing/serve-app.fixture.ts';
import { createPieceWriter } from '../../routes/uploads/piece-writer.ts';
import type { PartLimits } from './contract.ts';
import { readParts } from './read-parts.ts';

const LIMITS: PartLimits = {
  maxBytes: 1_000_000_000,
  maxFileBytes: 100_000_000,
  maxFiles: 10,
  maxFields: 3,
  maxFieldBytes: 100,
  maxMs: 10_000,
  maxIdleMs: 10_000,
};
const MEGABYTE = 1024 * 1024;

let stop: (() => Promise<void>) | undefined;
afterEach(async () => {
  await stop?.();
  stop = undefined;
});

/** A server that reads forms, and sends what it read or why not. */
async function serve(
  limits: Partial<PartLimits>,
  read: (content: AsyncIterable<Uint8Array>, request: IncomingMessage) => Promise<unknown>,
): Promise<string> {
  const partsOf = async (request: IncomingMessage): Promise<unknown[]> => {
    const seen: unknown[] = [];
    try {
      for await (const part of readParts(request, { ...LIMITS, ...limits }))
        seen.push(
          part.kind === 'field' ? part : { name: part.fileName, read: await read(part.content, request) },
        );
    } catch (error) {
      seen.push(toFault(error).kind);
    }
    return seen;
  };
  const server = await serveApp((request, response) => {
    void partsOf(request).then((seen) => response.end(JSON.stringify(seen)));
  });
  stop = server.stop;
  return server.url;
}

const sizeOf = async (content: AsyncIterable<Uint8Array>): Promise<number> => {
  let size = 0;
  for await (const chunk of content) size += chunk.length;
  return size;
};
const post = async (url: string, body: string): Promise<unknown> => {
  const headers = { 'content-type': 'multipart/form-data; boundary=x' };
  return (await fetch(url, { method: 'POST', headers, body })).json();
};
const field = (name: string, value: string): string =>
  `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (name: string, value: string): string =>
  `--x\r\nContent-Disposition: form-data; name="f"; filename="${name}"\r\n\r\n${value}\r\n`;
const END = '--x--\r\n';

describe('the parts of a form', () => {
  it('come in their order, whatever lies in one chunk', async () => {
    const url = await serve({}, sizeOf);
    expect(
      await post(url, field('a', '1') + file('p/q.txt', 'xyz') + field('b', 'é') + file('', '') + END),
    ).toEqual([
      { kind: 'field', name: 'a', value: '1' },
      { name: 'p/q.txt', read: 3 },
      { kind: 'field', name: 'b', value: 'é' },
      { name: '', read: 0 },
    ]);
  });

  it.each<[string, Partial<PartLimits>, string, string]>([
    ['a file that is too large', { maxFileBytes: 2 }, file('a', 'xyz'), 'too-large'],
    ['too many files', { maxFiles: 1 }, file('a', '') + file('b', ''), 'too-large'],
    ['too many fields', { maxFields: 1 }, field('a', '') + field('b', ''), 'too-large'],
    ['a field that is too long', { maxFieldBytes: 1 }, field('a', 'xy'), 'too-large'],
    ['a body that is too large', { maxBytes: 50 }, file('a', 'x'.repeat(100)), 'too-large'],
    ['a body that ends inside a file', {}, file('a', 'x').slice(0, -2), 'malformed'],
    ['a body that ends inside a head', {}, '--x\r\nContent-Disposition: form-', 'malformed'],
  ])('end with %s', async (_name, limits, parts, kind) => {
    const url = await serve(limits, sizeOf);
    const body = kind === 'malformed' ? parts : parts + END;
    expect(await post(url, body)).toEqual(expect.arrayContaining([kind]));
  });

  it('let the client hear the refusal of a body that it is still sending', async () => {
    const url = await serve({ maxFileBytes: MEGABYTE }, sizeOf);
    expect(await post(url, file('a', 'x'.repeat(20 * MEGABYTE)) + END)).toEqual(['too-large']);
  });

  it('are taken in no faster than the store takes them, but for a few buffers each', async () => {
    const uploads = 4;
    const sizeBytes = 50 * MEGABYTE;
    const place = { tenantId: 'acme', ingestionId: 'ing_1' };
    const heldBytes: number[] = [];
    const url = await serve({}, (content, { socket }) => {
      let storedBytes = 0;
      const storePieces = async (_place: unknown, { length }: Uint8Array): Promise<void> => {
        await pause(2);
        heldBytes.push(socket.bytesRead - storedBytes);
        storedBytes += length;
      };
      return createPieceWriter({ storePieces }, place).write(0, content);
    });
    await Promise.all(Array.from({ length: uploads }, () => upload(url, sizeBytes)));
    expect(heldBytes.length).toBeGreaterThan(uploads * 90);
    expect(Math.max(...heldBytes)).toBeLessThan(2 * MEGABYTE);
  });
});

/** Sends one file as fast as the server takes it, made up as it goes. */
function upload(url: string, sizeBytes: number): Promise<void> {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  async function* body(): AsyncGenerator<Buffer | string> {
    yield file('a', '').slice(0, -2);
    for (let sent = 0; sent < sizeBytes; sent += chunk.length) {
      yield chunk;
      await setImmediate();
    }
    yield `\r\n${END}`;
  }
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const outgoing = send(url, { method: 'POST', headers }, (response) => {
      response.resume().once('end', () => resolve());
    });
    outgoing.once('error', reject);
    Readable.from(body()).pipe(outgoing);
  });
}
