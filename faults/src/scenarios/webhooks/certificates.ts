import assert from 'node:assert/strict';
import type { ScenarioStage } from '../../contract.ts';
import { waitFor } from '../wait-for.ts';
import { type Certificate, makeReceiverCertificates } from './receiver-certificates.ts';
import { startTlsReceiver } from './tls-receiver.ts';
import {
  ANY_LOCAL_PORT,
  arrivalsOf,
  deliveryOf,
  replaceWebhookWorker,
  untilDelivery,
} from './webhook-stage.ts';

const END_MS = 30_000;

/** Signed bytes go to nobody who cannot show who they are. */
export async function believesOneCertificate({ fleet, asking }: ScenarioStage): Promise<void> {
  await using certificates = await makeReceiverCertificates();
  await using receivers = new AsyncDisposableStack();
  const { valid, expired, selfSigned, otherHost } = certificates;
  const ingress = await fleet.start('ingress-api', { variables: ANY_LOCAL_PORT });
  await replaceWebhookWorker(fleet, {
    ...ANY_LOCAL_PORT,
    NODE_EXTRA_CA_CERTS: certificates.authorityFile,
    WEBHOOK_RETRY_SECONDS: '0,2',
  });
  const ask = async (certificate: Certificate) => {
    const receiver = receivers.use(await startTlsReceiver(fleet, certificate));
    const callbackUrl = receiver.urlFor(fleet.tenants[0].tenantId, 'tls');
    const ingressUrl = ingress.url === null ? {} : { ingressUrl: ingress.url };
    return { receiver, query: await asking.ask({ callbackUrl, ...ingressUrl }) };
  };
  const good = await ask(valid);
  const bad = [await ask(expired), await ask(selfSigned), await ask(otherHost)];
  await waitFor('the right one is taken', END_MS, () => arrivalsOf(fleet, good.query).length === 1);
  for (const { query, receiver } of bad) {
    const attemptsOf = async () => (await deliveryOf(fleet, query))?.attempts ?? [];
    await waitFor('a wrong one is tried again', END_MS, async () => (await attemptsOf()).length > 1);
    for (const { http_status: status, error } of await attemptsOf())
      assert.deepEqual([status, error], [null, 'TLS failure']);
    assert.equal(arrivalsOf(fleet, query).length, 0, 'a webhook went to whoever it was');
    receiver.show(valid);
  }
  for (const { query } of bad) await untilDelivery(fleet, query, { status: 'delivered', limitMs: END_MS });
}
