import type { Socket } from 'node:net';
import { LIMITS } from '@ragfleet/contracts';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { startIngress } from './testing/start-ingress.fixture.ts';
import { createUploadClient, filePart, FORM, textFile } from './testing/upload-client.fixture.ts';

const ingress = await startIngress();
const admin = await ingress.keyFor({ role: 'admin' });
const { openRequest, rowsLeft, upload } = createUploadClient(ingress, admin);
afterAll(() => ingress.stop());

const replyOf = async (socket: Socket): Promise<string> => {
  let reply = '';
  for await (const chunk of socket) {
    reply += String(chunk);
    if (/\r\n\r\n[^]*}$/.test(reply)) break;
  }
  return reply;
};

describe('an upload that breaks off', () => {
  it('leaves nothing when the client hangs up midway', async () => {
    const before = await rowsLeft();
    const socket = await openRequest([FORM, 'Content-Length: 10000000']);
    socket.write(filePart('a.txt', 'x'.repeat(2_000_000)));
    await vi.waitUntil(async () => ((await rowsLeft())?.pieces ?? 0) > (before?.pieces ?? 0));
    socket.destroy();
    await vi.waitFor(async () => expect(await rowsLeft()).toEqual(before));
  });

  it('is told so at once when the whole is too large, without being read', async () => {
    const socket = await openRequest([FORM, `Content-Length: ${LIMITS.uploadBytes + 1}`]);
    expect(await replyOf(socket)).toMatch(/^HTTP\/1.1 413 [^]*Use several requests/);
    socket.destroy();
  });

  it('keeps its place from no later one, whenever it broke off', async () => {
    const before = await rowsLeft();
    for (let round = 0; round < 12; round += 1) {
      const socket = await openRequest([FORM, 'Content-Length: 1000']);
      socket.write(filePart('a.txt', 'x'));
      socket.destroy();
    }
    await vi.waitFor(async () => expect((await upload({ files: textFile('a.txt') })).status).toBe(202));
    const after = { uploads: (before?.uploads ?? 0) + 1, ingestions: (before?.ingestions ?? 0) + 1 };
    await vi.waitFor(async () => expect(await rowsLeft()).toMatchObject(after));
  });
});

describe('the places of uploads', () => {
  it('are so many for a tenant; one more is told to come back', async () => {
    const held = ((await rowsLeft())?.uploads ?? 0) + 8;
    const open = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const socket = await openRequest([FORM, 'Content-Length: 1000']);
        socket.write(filePart('a.txt', 'x'));
        return socket;
      }),
    );
    await vi.waitFor(async () => expect((await rowsLeft())?.uploads).toBe(held));
    const { status, headers } = await upload({ files: textFile('a.txt') });
    expect([status, Number(headers.get('retry-after')) > 0]).toEqual([429, true]);
    const other = await ingress.keyFor({ role: 'admin', tenantId: 'globex' });
    expect((await upload({ files: textFile('a.txt') }, other)).status).toBe(202);
    for (const socket of open) socket.destroy();
    await vi.waitFor(async () => expect((await upload({ files: textFile('a.txt') })).status).toBe(202));
  });
});
