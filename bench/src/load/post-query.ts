import { randomUUID } from 'node:crypto';
import type { FleetTenant } from '../fleet/fleet-tenants.ts';

/** Where a query goes, and as whom. */
export interface Asker {
  readonly url: string;
  readonly tenant: FleetTenant;
}

export interface PostedQuery {
  /** 202, or what it was refused with. */
  readonly status: number;
  /** Of the query that was accepted. */
  readonly id: string | null;
}

/** Of one request: beyond it the fleet has not answered. */
const REQUEST_MS = 30_000;

/** One submission with an idempotency key, as the SDK sends it, but never repeated: what is refused is refused. */
export async function postQuery({ url, tenant }: Asker, body: object): Promise<PostedQuery> {
  const response = await fetch(`${url}/v1/queries`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${tenant.key}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(REQUEST_MS),
  });
  const reply: unknown = await response.json();
  return { status: response.status, id: response.status === 202 ? idOf(reply) : null };
}

/** Any GET of the API, as JSON. Throws on everything but 200. */
export async function getJson({ url, tenant }: Asker, path: string): Promise<unknown> {
  const response = await fetch(url + path, {
    headers: { authorization: `Bearer ${tenant.key}` },
    signal: AbortSignal.timeout(REQUEST_MS),
  });
  if (response.status !== 200) throw new Error(`${path} is answered with ${response.status}.`);
  return response.json();
}

function idOf(reply: unknown): string {
  if (typeof reply === 'object' && reply !== null && 'id' in reply && typeof reply.id === 'string')
    return reply.id;
  throw new Error('An accepted query has no id.');
}
