import { createWebhookSender, parseAllowHosts, validateCallbackUrl } from '@ragfleet/webhook-delivery';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Scenario } from '../../contract.ts';

const NAME = 'hooks.example.com';
const PUBLIC_URL = `https://${NAME}/answers`;
const MAX_RESOLVE_MS = 2_000;
const MARGIN_MS = 1_000;
const SLOW_MS = 10_000;

type Sender = ReturnType<typeof createWebhookSender>;
type ResolveHost = (hostname: string) => Promise<readonly string[]>;

/** A name is looked up once, for a while, and what it says at that moment is what is judged. */
export const hostNames: Scenario = {
  id: 'F35',
  title: 'a host name fails, takes 10 s, or says something else when it is connected to',
  boundSeconds: 30,
  inPlaceOf:
    'the webhook worker: its connector runs in this process, with the answers of a resolver that lies',
  run: async () => {
    const inside = await startInside();
    try {
      await failsAndIsSlow();
      await rebinds(inside);
      return { recoveryMs: null, note: 'given up after 2 s, and nothing inside was reached' };
    } finally {
      await inside.stop();
    }
  },
};

const senderWith = (resolveHost: ResolveHost, allowed = ''): Sender =>
  createWebhookSender({
    allowHosts: parseAllowHosts(allowed),
    resolveHost,
    secretsOf: async () => [`whsec_${Buffer.alloc(32, 'secret').toString('base64')}`],
  });

const send = (sender: Sender, url = PUBLIC_URL): ReturnType<Sender['send']> =>
  sender.send(
    { tenantId: 'alder', webhookId: 'msg_1', url, body: Buffer.from('{}') },
    AbortSignal.timeout(SLOW_MS),
  );

async function failsAndIsSlow(): Promise<void> {
  const unknown = await send(
    senderWith(() => Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }))),
  );
  assert.equal(unknown.outcome, 'retry', 'a name that cannot be looked up now may be known later');
  const leaving = new AbortController();
  const startedAt = performance.now();
  const slow = await send(
    senderWith(() => delay(SLOW_MS, ['192.0.2.1'], { signal: leaving.signal }).catch(() => [])),
  );
  const tookMs = performance.now() - startedAt;
  leaving.abort();
  assert.equal(slow.outcome, 'retry');
  assert.ok(tookMs <= MAX_RESOLVE_MS + MARGIN_MS, `a slow name was waited for ${Math.round(tookMs)} ms`);
}

/** Accepted by its name, and then the name points inside. */
async function rebinds(inside: Inside): Promise<void> {
  validateCallbackUrl(PUBLIC_URL, { allowHosts: parseAllowHosts('') });
  const answers = [
    ['127.0.0.1'],
    ['192.0.2.1', '127.0.0.1'],
    ['::ffff:127.0.0.1'],
    ['169.254.169.254'],
    ['10.0.0.1'],
  ];
  for (const addresses of answers) {
    let lookups = 0;
    const sender = senderWith(async () => {
      lookups += 1;
      return addresses;
    });
    const { outcome } = await send(sender);
    assert.equal(outcome, 'retry', `a name that says ${addresses.join(' and ')} was delivered to`);
    assert.equal(lookups, 1, 'between the check and the connection the name was looked up again');
  }
  assert.equal(inside.requests(), 0, 'a service inside was reached');
  // The same name and the same answer reach it where an operator allows that: nothing but the guard stood between.
  const allowed = `${NAME}:${inside.port}`;
  const known = await send(
    senderWith(async () => ['127.0.0.1'], allowed),
    `http://${allowed}/answers`,
  );
  assert.equal(known.outcome, 'delivered');
  assert.equal(inside.requests(), 1);
}

interface Inside {
  readonly port: number;
  requests(): number;
  stop(): Promise<void>;
}

/** A service that a webhook must never reach. */
async function startInside(): Promise<Inside> {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 1;
    response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The service has no port.');
  return {
    port: address.port,
    requests: () => requests,
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
