import type { Page, RedeliveryRange, WebhookDelivery, WebhookEndpoint } from '@ragfleet/client';
import { clientAs, type CommandContext, jsonLine } from '../command-context.ts';

export interface ListedDeliveries {
  readonly json: boolean;
  readonly limit: number;
  readonly status?: WebhookDelivery['status'];
  readonly query?: string;
  readonly after?: string;
}

export interface RedeliverOptions extends Omit<RedeliveryRange, 'status' | 'limit'> {
  readonly json: boolean;
  readonly status: 'dead' | 'delivered';
  readonly limit: number;
}

/** Shows the tenant's webhooks, newest first. */
export async function listWebhookDeliveries(
  context: CommandContext,
  { json, limit, status, query, after }: ListedDeliveries,
): Promise<boolean> {
  const client = await clientAs(context, 'admin');
  const filter = {
    limit,
    ...(status === undefined ? {} : { status }),
    ...(query === undefined ? {} : { query_id: query }),
    ...(after === undefined ? {} : { starting_after: after }),
  };
  const page = await client.webhooks.deliveries(filter, { signal: context.signal });
  if (json) context.print(jsonLine({ deliveries: page.data, has_more: page.has_more === true }));
  else printPage(context, page);
  return true;
}

function printPage(context: CommandContext, { data, has_more: hasMore }: Page<WebhookDelivery>): void {
  for (const delivery of data) context.print(lineOfDelivery(delivery));
  const last = data.at(-1);
  if (hasMore === true && last !== undefined) context.print(`Go on with --after ${last.id}`);
}

/** Sends one webhook again, or those of a time. */
export async function redeliverWebhooks(
  context: CommandContext,
  id: string | undefined,
  { json, ...range }: RedeliverOptions,
): Promise<boolean> {
  const { webhooks } = await clientAs(context, 'admin');
  const { signal } = context;
  if (id !== undefined) {
    const delivery = await webhooks.redeliver(id, { signal });
    context.print(json ? jsonLine(delivery) : lineOfDelivery(delivery));
    return true;
  }
  const redelivery = await webhooks.redeliverRange(range, { signal });
  if (json) context.print(jsonLine(redelivery));
  else {
    context.print(`${redelivery.count} webhooks are sent again.`);
    if (redelivery.next_from !== null) context.print(`Go on with --from ${redelivery.next_from}`);
  }
  return true;
}

/** Shows every endpoint of the tenant; holds when none of them is disabled. */
export async function listWebhookEndpoints(
  context: CommandContext,
  options: { readonly json: boolean; readonly disabled: boolean },
): Promise<boolean> {
  const endpoints = await readEndpoints(context, options.disabled ? { status: 'disabled' } : {});
  if (options.json) context.print(jsonLine({ endpoints }));
  else for (const endpoint of endpoints) context.print(lineOfEndpoint(endpoint));
  return endpoints.every(({ status }) => status === 'enabled');
}

/** Lets webhooks go to an endpoint again. */
export async function enableWebhookEndpoint(
  context: CommandContext,
  id: string,
  { json }: { readonly json: boolean },
): Promise<boolean> {
  const client = await clientAs(context, 'admin');
  const endpoint = await client.webhooks.enableEndpoint(id, { signal: context.signal });
  context.print(json ? jsonLine(endpoint) : lineOfEndpoint(endpoint));
  return true;
}

/** All that there are: between two pages, one that is used moves to the front and would be in neither. */
const PAGE = 500;

async function readEndpoints(
  context: CommandContext,
  filter: { readonly status?: 'disabled' },
): Promise<WebhookEndpoint[]> {
  const client = await clientAs(context, 'admin');
  const endpoints: WebhookEndpoint[] = [];
  for (;;) {
    const last = endpoints.at(-1);
    const page = await client.webhooks.endpoints(
      { ...filter, limit: PAGE, ...(last && { starting_after: last.id }) },
      { signal: context.signal },
    );
    endpoints.push(...page.data);
    if (page.has_more !== true || page.data.length === 0) return endpoints;
  }
}

function lineOfDelivery({ id, status, reason, attempts, url }: WebhookDelivery): string {
  const why = reason === null ? '' : `  (${reason})`;
  return `${id}  ${status.padEnd(9)}  attempts ${attempts.length}  ${url}${why}`;
}

function lineOfEndpoint(endpoint: WebhookEndpoint): string {
  const { id, status, url, consecutive_failures: failures, failing_since: since } = endpoint;
  const why = endpoint.disabled_reason === null ? '' : `  (${endpoint.disabled_reason})`;
  const run = since === null ? '' : `  ${failures} failed since ${since}`;
  return `${id}  ${status.padEnd(8)}  ${url}${run}${why}`;
}
