import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Accepted } from '../../asking/contract.ts';
import type { ScenarioStage } from '../../contract.ts';
import { waitFor } from '../wait-for.ts';
import { arrivalsOf, deliveryOf, redeliver, replaceWebhookWorker, untilDelivery } from './webhook-stage.ts';

const END_MS = 20_000;
const REDIRECTS = [301, 302, 303, 307, 308];
const RETRY_AFTER_SECONDS = 3;
/** A clock of whole milliseconds on either side. */
const CLOCK_MS = 50;

/** A server inside that nobody outside may reach through us. */
async function openTrap() {
  let visits = 0;
  const server = createServer((_request, response) => {
    visits += 1;
    response.end('inside');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/inside`,
    visits: () => visits,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Redirects are failures and lead nowhere, 410 ends the endpoint, and who asks for a pause gets one. */
export async function heedsAnswers(stage: ScenarioStage): Promise<void> {
  const { fleet, asking, random } = stage;
  await using trap = await openTrap();
  await replaceWebhookWorker(fleet, { WEBHOOK_RETRY_SECONDS: '0,0.3' });
  const called = new Set<string>();
  fleet.receiver.respond(({ endpoint }, response) => {
    const isFirst = !called.has(endpoint);
    called.add(endpoint);
    const [kind, code] = endpoint.split('-');
    const status = kind === 'gone' ? 410 : isFirst ? Number(code) : 204;
    response.writeHead(status, { location: trap.url, 'retry-after': String(RETRY_AFTER_SECONDS) }).end();
    return status;
  });
  const ask = (endpoint: string): Promise<Accepted> =>
    asking.ask({ callbackUrl: fleet.receiver.urlFor(fleet.tenants[0].tenantId, endpoint) });
  const redirected = await Promise.all(REDIRECTS.map((status) => ask(`redirect-${status}`)));
  const limited = await Promise.all([429, 503].map((status) => ask(`limited-${status}`)));
  // An endpoint that has gone stays so for the fleet's other seeds.
  const goneEndpoint = `gone-${Math.floor(random() * 1e9)}`;
  const gone = await ask(goneEndpoint);
  await asking.untilEnded([...redirected, ...limited, gone], END_MS);
  await goneStaysGone(stage, gone, () => ask(goneEndpoint));
  await waitFor('the others are delivered at the second attempt', END_MS, () =>
    [...redirected, ...limited].every((query) => arrivalsOf(fleet, query).at(-1)?.answeredStatus === 204),
  );
  for (const query of redirected)
    assert.equal((await deliveryOf(fleet, query))?.attempts[0]?.error, 'redirect');
  for (const query of limited) {
    const [first, second] = arrivalsOf(fleet, query).map(({ atMs }) => atMs);
    const apartMs = (second ?? 0) - (first ?? 0);
    assert.ok(apartMs >= RETRY_AFTER_SECONDS * 1_000 - CLOCK_MS, `it came back after ${apartMs} ms`);
  }
  assert.equal(trap.visits(), 0, 'a redirect was followed');
}

/** An endpoint that said 410 is not called again, until somebody says that it is back. */
async function goneStaysGone(
  { fleet }: ScenarioStage,
  gone: Accepted,
  askAgain: () => Promise<Accepted>,
): Promise<void> {
  await untilDelivery(fleet, gone, { status: 'dead', limitMs: END_MS });
  const after = await askAgain();
  const { reason, id } = await untilDelivery(fleet, after, { status: 'dead', limitMs: END_MS });
  assert.equal(arrivalsOf(fleet, gone).length, 1);
  assert.equal(arrivalsOf(fleet, after).length, 0, 'a disabled endpoint was called');
  assert.equal(reason, 'endpoint disabled: gone');
  await redeliver(fleet, after, id);
  await waitFor('it is called again', END_MS, () => arrivalsOf(fleet, after).length === 1);
}
