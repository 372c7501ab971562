import assert from 'node:assert/strict';
import type { Scenario } from '../../contract.ts';
import { startTcpProxy } from '../../proxy/tcp-proxy.ts';
import { waitFor } from '../wait-for.ts';
import { answerTo, requirePassagesOnly } from './answered.ts';
import { failAlways } from './plant-faults.ts';
import { withSecondVendor } from './second-vendor.ts';

const ASKED = 6;
const RESET_SECONDS = 3;
const MAX_RECOVERY_MS = RESET_SECONDS * 1_000 + 10_000;

/** Without any model the passages are the answer, and it says so. */
export const noProvider: Scenario = {
  id: 'F31',
  title: 'no provider: one refuses connections, the other every call',
  boundSeconds: 75,
  run: async ({ fleet, asking }) => {
    const way = await startTcpProxy({ targetPort: Number(new URL(fleet.model.url).port) });
    const variables = {
      OPENAI_BASE_URL: `http://127.0.0.1:${way.port}/v1`,
      MODEL_BREAKER_RESET_SECONDS: String(RESET_SECONDS),
    };
    try {
      return await withSecondVendor({ fleet, variables }, async ({ second }) => {
        await way.set({ down: true });
        failAlways(second, () => ({ type: 'status', status: 503 }));
        const asked = await asking.askMany(ASKED);
        const ended = await asking.untilEnded(asked, 30_000);
        for (const { result } of ended) {
          assert.ok(result !== null, 'a query without a provider has no result');
          requirePassagesOnly(result);
        }
        await waitFor('their webhooks arrive', 15_000, () =>
          asked.every(({ queryId }) => fleet.receiver.deliveries.some(({ body }) => body.includes(queryId))),
        );
        await way.heal();
        const recoveryMs = await waitFor(
          'a model answers again',
          MAX_RECOVERY_MS,
          async () => (await answerTo(asking)).model !== null,
        );
        return { recoveryMs, note: `${ASKED} queries answered with passages alone, each with its webhook` };
      });
    } finally {
      await way.stop();
    }
  },
};
