import type { FaultTenant } from '../fleet/contract.ts';

/** A reply, read whole. */
export interface ApiReply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export interface ApiCall {
  readonly ingressUrl: string;
  readonly tenant: Pick<FaultTenant, 'tenantId' | 'apiKey'>;
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls the API as a user does. Throws what the connection throws, after 10 s at the latest. */
export type ApiClient = (call: ApiCall) => Promise<ApiReply>;

const TIMEOUT_MS = 10_000;

/** Every byte that the API answers is shown to `onText`. */
export function createApiClient(onText: (tenantId: string, where: string, text: string) => void): ApiClient {
  return async ({ ingressUrl, tenant, method = 'GET', path, body, headers = {} }) => {
    const response = await fetch(`${ingressUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${tenant.apiKey}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    onText(tenant.tenantId, `${method} ${path}`, text);
    return { status: response.status, headers: response.headers, text };
  };
}
