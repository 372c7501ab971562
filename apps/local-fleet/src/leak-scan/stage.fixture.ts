import { createClient, type RagfleetClient } from '@ragfleet/client';
import type { ModelDouble } from '@ragfleet/test-support';
import type { LocalDescription } from '../data-dir/local-description.ts';
import type { Canaries } from './canaries.fixture.ts';
import type { Receiver } from './receiver.fixture.ts';

export interface Stage {
  readonly local: LocalDescription;
  readonly canaries: Canaries;
  readonly model: ModelDouble;
  /** Answers 500. */
  readonly failing: Receiver;
  /** Of the other tenant. */
  readonly others: Receiver;
}

export const WAIT_MS = 60_000;

/** A question about the one document, which every canary makes another. */
export const questionOf = (canary: string): string =>
  `How many days does a repair under warranty take, says ${canary}?`;

export const adminOf = ({ local }: Stage): RagfleetClient =>
  createClient({ url: local.ingress_url, apiKey: local.api_keys['admin'] ?? '' });

export interface ApiCall {
  /** Whose key goes with it; an admin's when not said, nobody's for null. */
  readonly as?: string | null;
  /** GET, or POST when there is a body. */
  readonly method?: string;
  /** JSON as it is, or what becomes it. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A call that no client of ours would make. */
export function callApi({ local }: Stage, path: string, call: ApiCall = {}): Promise<Response> {
  const { as = 'admin', body, headers } = call;
  const method = call.method ?? (body === undefined ? 'GET' : 'POST');
  return fetch(local.ingress_url + path, {
    method,
    headers: {
      ...(as !== null && { authorization: `Bearer ${local.api_keys[as] ?? ''}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
}
