import { connect } from 'node:net';
import { LIMITS } from '@ragfleet/contracts';
import { expect, it, onTestFinished, vi } from 'vitest';
import { startIngress } from './testing/start-ingress.fixture.ts';

/** So many batches of a key that announce their size and send a byte of it. */
const stallBatches = (url: string, key: string, count: number) => {
  const { port } = new URL(url);
  const replies: string[] = [];
  const head = [
    'POST /v1/queries/batch HTTP/1.1',
    'Host: x',
    `Authorization: Bearer ${key}`,
    'Content-Type: application/json',
    `Content-Length: ${LIMITS.batchBodyBytes}`,
  ].join('\r\n');
  const sockets = Array.from({ length: count }, () => {
    const socket = connect(Number(port), '127.0.0.1')
      .setEncoding('utf8')
      .on('error', () => undefined);
    socket.once('data', (reply: string) => replies.push(reply));
    socket.write(`${head}\r\n\r\n{`);
    return socket;
  });
  return { replies, [Symbol.dispose]: () => sockets.forEach((socket) => socket.destroy()) };
};

it('bodies that do not come take the share of their tenant, and no question of anybody', async () => {
  const ingress = await startIngress();
  onTestFinished(async () => void (await ingress.stop()));
  const [guest, user, stranger] = [
    await ingress.keyFor({ role: 'guest' }),
    await ingress.keyFor({ role: 'user' }),
    await ingress.keyFor({ role: 'user', tenantId: 'globex' }),
  ];
  using stalled = stallBatches(ingress.url, guest, 16);
  await vi.waitUntil(() => stalled.replies.length === 8);
  expect(stalled.replies[0]).toMatch(/^HTTP\/1.1 429 [^]*^Retry-After: \d/m);
  for (const key of [stranger, user]) {
    const asked = await ingress.call({ path: '/v1/queries', key, body: { question: 'Who?' } });
    expect(asked.status).toBe(202);
  }
});
