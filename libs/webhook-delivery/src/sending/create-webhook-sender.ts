import type { DeliveryResult } from '@ragfleet/contracts';
import { type Clock, isFault, systemClock } from '@ragfleet/kernel';
import { Client, type Dispatcher } from 'undici';
import type { AllowHosts } from '../addresses/allow-hosts.ts';
import { createAddressRules } from '../addresses/public-address.ts';
import { validateCallbackUrl } from '../addresses/validate-callback-url.ts';
import { createGuardedConnector, type ResolveHost } from '../connector/guarded-connector.ts';
import { signWebhook } from '../signing/sign-webhook.ts';
import { classifyFailure, classifyResponse } from './classify.ts';

interface WebhookToSend {
  readonly tenantId: string;
  /** Constant over retries. */
  readonly webhookId: string;
  readonly url: string;
  readonly body: Buffer;
}

export interface WebhookSender {
  /** One attempt. Failures of the receiver are results; it throws only when the secrets cannot be read. */
  send(webhook: WebhookToSend, signal: AbortSignal): Promise<DeliveryResult>;
}

export interface WebhookSenderOptions {
  /** Active secrets of a tenant, newest first. */
  readonly secretsOf: (tenantId: string) => Promise<readonly string[]>;
  readonly allowHosts: AllowHosts;
  /** Ranges that look public and are not, such as a cluster's services. */
  readonly denyCidrs?: readonly string[];
  readonly clock?: Clock;
  readonly resolveHost?: ResolveHost;
  readonly ca?: string;
  /** From the first packet to the end of the reply. */
  readonly totalTimeoutMs?: number;
}

const MAX_REPLY_BYTES = 64 * 1_024;
// The verdict is in the status: a slow body is not worth a slot.
const REPLY_BODY_TIMEOUT_MS = 2_000;

/** Sends signed webhooks to public receivers: no redirect, no proxy, no cookie, one connection per attempt. */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { secretsOf, allowHosts, clock = systemClock, totalTimeoutMs = 15_000 } = options;
  const connect = createGuardedConnector({ ...options, isPublic: createAddressRules(options.denyCidrs) });
  return {
    send: async (webhook, signal) => {
      const secrets = await secretsOf(webhook.tenantId);
      const { webhookId: id, body } = webhook;
      const headers = signWebhook({ id, timestampMs: clock.nowMs(), body, secrets });
      const limit = AbortSignal.any([signal, AbortSignal.timeout(totalTimeoutMs)]);
      try {
        const url = validateCallbackUrl(webhook.url, { allowHosts });
        const client = new Client(url.origin, { connect, pipelining: 0, headersTimeout: totalTimeoutMs });
        const response = await exchange(client, url, { headers, body }, limit);
        return classifyResponse(response.statusCode, response.headers['retry-after'], clock.nowMs());
      } catch (error) {
        if (isFault(error, 'invalid-input'))
          return { outcome: 'dead', httpStatus: null, error: 'callback URL not allowed' };
        return classifyFailure(error);
      }
    },
  };
}

interface SignedBody {
  readonly headers: object;
  readonly body: Buffer;
}

async function exchange(
  client: Client,
  url: URL,
  { headers, body }: SignedBody,
  signal: AbortSignal,
): Promise<Dispatcher.ResponseData> {
  try {
    const response = await client.request({
      method: 'POST',
      path: `${url.pathname}${url.search}`,
      headers: { 'content-type': 'application/json', 'user-agent': 'Ragfleet-Webhooks/1', ...headers },
      body,
      signal,
    });
    await discard(response);
    return response;
  } finally {
    await client.destroy();
  }
}

/** Lets a well-behaved receiver finish its reply; what it says is nobody's business. */
async function discard(response: Dispatcher.ResponseData): Promise<void> {
  // The body may fail in any way once the status is there: the verdict stands.
  response.body.on('error', () => {});
  const signal = AbortSignal.timeout(REPLY_BODY_TIMEOUT_MS);
  await response.body.dump({ limit: MAX_REPLY_BYTES, signal }).catch(() => {});
}
