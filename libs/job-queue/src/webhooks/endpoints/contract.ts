/** Why an endpoint takes no deliveries: it answered 410, or every attempt failed for too long. */
export const DISABLED_REASONS = ['gone', 'failing for 5 days'] as const;
export type DisabledReason = (typeof DISABLED_REASONS)[number];

/** One callback URL of a tenant, and how it does. */
export interface Endpoint {
  readonly tenantId: string;
  readonly endpointId: string;
  readonly url: string;
  readonly disabledReason: DisabledReason | null;
  readonly disabledAtMs: number | null;
  /** Attempts that failed since the last one that did not, and when the first of them was. */
  readonly failuresInARow: number;
  readonly failingSinceMs: number | null;
  readonly lastSuccessAtMs: number | null;
  /** null when the last attempt got no status. */
  readonly lastHttpStatus: number | null;
  /** A constant phrase; null when the last attempt arrived. */
  readonly lastError: string | null;
  /** The last time that something was to be sent to it. */
  readonly lastUsedAtMs: number;
}

export interface ListEndpoints {
  readonly tenantId: string;
  readonly isDisabled: boolean | null;
  readonly limit: number;
  readonly startingAfter: string | null;
}

/** The callback URLs that a tenant's deliveries go to, as those see them who administer it. Fault `unavailable`. */
export interface Endpoints {
  /** Last used first. Fault `invalid-input` for a `startingAfter` that is not in the list. */
  list(
    request: ListEndpoints,
  ): Promise<{ readonly endpoints: readonly Endpoint[]; readonly hasMore: boolean }>;
  /** Takes deliveries again, as if it had never failed. null when the tenant has no such endpoint. */
  enable(tenantId: string, endpointId: string): Promise<Endpoint | null>;
}

/** What an attempt, or the refusal of one, says about its endpoint. */
export type EndpointNews =
  | { readonly kind: 'success'; readonly httpStatus: number }
  | { readonly kind: 'failure' | 'gone'; readonly httpStatus: number | null; readonly error: string }
  | { readonly kind: 'refused' };

/** The worker's side. */
export interface EndpointHealth {
  /** Why nothing is to be sent there, as of a second ago at most; null when something may. */
  disabledReason(tenantId: string, url: string): Promise<DisabledReason | null>;
  /** Writes the news down. The reason when the endpoint takes no more deliveries from now on, by this very news. */
  note(tenantId: string, url: string, news: EndpointNews): Promise<DisabledReason | null>;
  idOf(tenantId: string, url: string): string;
}
