import assert from 'node:assert/strict';
import type { Scenario } from '../../contract.ts';
import { waitFor } from '../wait-for.ts';
import { arrivalsOf, replaceWebhookWorker, untilDelivery } from './webhook-stage.ts';

const END_MS = 15_000;

/** The receiver has it and nobody knows: it is sent again, and whoever receives can tell that it is the same. */
export const webhookWorkerDiesAfterSending: Scenario = {
  id: 'F41',
  title: 'a webhook worker dies between the receiver’s 2xx and the end of its job',
  boundSeconds: 40,
  webhookRepeats: 1,
  run: async ({ fleet, asking }) => {
    const dying = await replaceWebhookWorker(fleet, { RAGFLEET_FAILPOINTS: 'webhook.sent=kill' });
    const query = await asking.ask();
    await asking.untilEnded([query], END_MS);
    await dying.exited;
    const diedAt = performance.now();
    assert.equal(arrivalsOf(fleet, query).length, 1, 'it had been taken once');
    await fleet.start('webhook-worker');
    await waitFor('it arrives again', END_MS, () => arrivalsOf(fleet, query).length === 2);
    const recoveryMs = performance.now() - diedAt;
    const [first, second] = arrivalsOf(fleet, query);
    assert.equal(second?.webhookId, first?.webhookId);
    assert.equal(second?.bodyDigest, first?.bodyDigest);
    await untilDelivery(fleet, query, { status: 'delivered', limitMs: END_MS });
    return { recoveryMs, note: 'arrived twice under one id' };
  },
};
