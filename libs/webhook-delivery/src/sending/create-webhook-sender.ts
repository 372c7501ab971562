import type { DeliveryResult } from '@ragfleet/contracts';
import { type Clock, isFault, systemClock } from '@ragfleet/kernel';
import {
  createPublicHttp,
  discardBody,
  type PublicHttpOptions,
  type PublicReply,
} from '@ragfleet/public-http';
import { validateCallbackUrl } from '../addresses/validate-callback-url.ts';
import { signWebhook } from '../signing/sign-webhook.ts';
import { classifyFailure, classifyResponse } from './classify.ts';
import { timeLimit } from './time-limit.ts';

interface WebhookToSend {
  readonly tenantId: string;
  /** Constant over retries. */
  readonly webhookId: string;
  readonly url: string;
  readonly body: Buffer;
  /** W3C Trace Context, sent along as the header of its name; left out where nothing is traced. */
  readonly traceparent?: string;
}

export interface WebhookSender {
  /** One attempt. Failures of the receiver are results; it throws only when the secrets cannot be read. */
  send(webhook: WebhookToSend, signal: AbortSignal): Promise<DeliveryResult>;
}

export interface WebhookSenderOptions extends PublicHttpOptions {
  /** Active secrets of a tenant, newest first. */
  readonly secretsOf: (tenantId: string) => Promise<readonly string[]>;
  readonly clock?: Clock;
  /** From the first packet to the end of the reply. */
  readonly totalTimeoutMs?: number;
}

const SENT_HEADERS = { 'content-type': 'application/json', 'user-agent': 'Ragfleet-Webhooks/1' };

/** Sends signed webhooks to public receivers: no redirect, no proxy, no cookie; no connection serves two tenants. */
export function createWebhookSender(options: WebhookSenderOptions): WebhookSender {
  const { secretsOf, allowHosts, clock = systemClock, totalTimeoutMs = 15_000 } = options;
  const http = createPublicHttp(options);
  return {
    send: async (webhook, signal) => {
      const secrets = await secretsOf(webhook.tenantId);
      const { webhookId: id, body, traceparent } = webhook;
      const headers = signWebhook({ id, timestampMs: clock.nowMs(), body, secrets });
      using limit = timeLimit(signal, totalTimeoutMs);
      try {
        const url = validateCallbackUrl(webhook.url, { allowHosts });
        const request = {
          method: 'POST',
          url,
          scope: webhook.tenantId,
          headers: { ...SENT_HEADERS, ...headers, ...(traceparent !== undefined && { traceparent }) },
          body,
          headersTimeoutMs: totalTimeoutMs,
        } as const;
        const reply = await http.exchange(request, keepStatus, limit.signal);
        return classifyResponse(reply.status, reply.headers['retry-after'], clock.nowMs());
      } catch (error) {
        if (isFault(error, 'invalid-input'))
          return { outcome: 'dead', httpStatus: null, error: 'callback URL not allowed' };
        return classifyFailure(error);
      }
    },
  };
}

async function keepStatus(reply: PublicReply): Promise<PublicReply> {
  await discardBody(reply);
  return reply;
}
