import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { parseAllowHosts } from '../addresses/allow-hosts.ts';
import { verifyWebhook } from '../signing/verify-webhook.ts';
import { TREACHEROUS_ANSWERS, UNACCEPTABLE_URLS } from '@ragfleet/test-support';
import { BODY as body, openReceivers, SECRETS as secrets } from './receivers.fixture.ts';

const { receiver, send } = openReceivers();

describe('the webhook sender', () => {
  it('posts the exact bytes, signed under every active secret', async () => {
    const received: Array<{ request: IncomingMessage; body: Buffer }> = [];
    const url = await receiver(async (request, response) => {
      received.push({ request, body: Buffer.concat(await request.toArray()) });
      response.end();
    });
    expect(await send(url)).toEqual({ outcome: 'delivered', httpStatus: 200 });
    const [webhook] = received;
    if (webhook === undefined) throw new Error('nothing arrived');
    expect(webhook.body.equals(body)).toBe(true);
    expect(webhook.request).toMatchObject({ method: 'POST', url: '/hook?x=1' });
    expect(webhook.request.headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': 'wh-q_1-query-succeeded',
    });
    for (const secret of secrets)
      expect(verifyWebhook({ headers: webhook.request.headers, body: webhook.body }, [secret])).toBe(true);
  });

  it('keeps the id and takes a fresh timestamp at each attempt', async () => {
    const seen: string[] = [];
    const url = await receiver((request, response) => {
      seen.push([request.headers['webhook-id'], request.headers['webhook-timestamp']].join(' '));
      response.end();
    });
    let nowMs = 1_700_000_000_000;
    const clock = { nowMs: () => nowMs, monotonicMs: () => 0 };
    await send(url, { clock });
    nowMs += 300_000;
    await send(url, { clock });
    expect(seen).toEqual(['wh-q_1-query-succeeded 1700000000', 'wh-q_1-query-succeeded 1700000300']);
  });

  it.each([301, 302, 303, 307, 308])('does not follow a %d, wherever it points', async (status) => {
    let inside = 0;
    const internal = await receiver((_request, response) => void (inside++, response.end()));
    for (const location of [
      internal,
      'http://169.254.169.254/',
      'file:///etc/passwd',
      'http://example.com/',
      '/hook',
    ]) {
      const url = await receiver((_request, response) => response.writeHead(status, { location }).end());
      expect(await send(url)).toEqual({ outcome: 'retry', httpStatus: status, error: 'redirect' });
    }
    expect(inside).toBe(0);
  });

  it('never reaches what registration refuses', async () => {
    const outcomes = await Promise.all(
      UNACCEPTABLE_URLS.map((url) => send(url, { allowHosts: parseAllowHosts('') })),
    );
    expect(new Set(outcomes.map((result) => result.outcome))).toEqual(new Set(['dead']));
  });

  it.each(TREACHEROUS_ANSWERS)('refuses %s at the connect', async (name, answers) => {
    const result = await send(`https://${name}/hook`, { resolveHost: async () => answers });
    expect(result).toMatchObject({ outcome: 'retry', error: 'address not allowed' });
  });
});
