import assert from 'node:assert/strict';
import type { Accepted } from '../../asking/contract.ts';
import type { ScenarioStage } from '../../contract.ts';
import { waitFor } from '../wait-for.ts';
import { makeReceiverCertificates } from './receiver-certificates.ts';
import { startTlsReceiver } from './tls-receiver.ts';
import { ANY_LOCAL_PORT, arrivalsOf, replaceWebhookWorker, untilDelivery } from './webhook-stage.ts';

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
    WEBHOOK_RETRY_SECONDS: '0,0.2',
  });
  const ask = async (certificate: typeof valid): Promise<Accepted> => {
    const receiver = receivers.use(await startTlsReceiver(fleet, certificate));
    const callbackUrl = receiver.urlFor(fleet.tenants[0].tenantId, 'tls');
    return asking.ask({ callbackUrl, ...(ingress.url !== null && { ingressUrl: ingress.url }) });
  };
  const good = await ask(valid);
  const bad = [await ask(expired), await ask(selfSigned), await ask(otherHost)];
  await waitFor('the right one is taken', END_MS, () => arrivalsOf(fleet, good).length === 1);
  for (const query of bad) {
    const { attempts, reason } = await untilDelivery(fleet, query, { status: 'dead', limitMs: END_MS });
    assert.equal(reason, 'exhausted: TLS failure');
    assert.ok(attempts.every(({ http_status: status }) => status === null));
    assert.equal(arrivalsOf(fleet, query).length, 0, 'a webhook went to whoever it was');
  }
}
