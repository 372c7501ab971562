export type Region = 'us' | 'eu' | 'apac' | 'uk';

/** null takes the fleet's. */
export interface TenantLimits {
  readonly requests_per_second: number | null;
  readonly requests_per_second_per_key: number | null;
  /** Queued or running. */
  readonly open_queries: number | null;
  /** The part of the high lane that the tenant may fill, above 0 to 1. */
  readonly high_lane_share: number | null;
}

interface TenantFacts {
  readonly name: string;
  /** IANA, such as `Europe/Berlin`: whose night it is when the cache is warmed. */
  readonly time_zone: string | null;
  /** Only a fleet of this region serves the tenant. */
  readonly region: Region | null;
  /** Models of another region may answer when its own fail, where the fleet has some. */
  readonly allow_cross_region_fallback: boolean;
  /** How long queries that end from now on, and their webhooks, are kept, 1 to 24; null takes the fleet's. */
  readonly retention_hours: number | null;
  /** No result leaves in a webhook. */
  readonly thin_webhooks: boolean;
}

export interface Tenant extends TenantFacts {
  readonly id: string;
  readonly object: 'tenant';
  readonly limits: TenantLimits;
  /** A tenant is `deleting` until nothing of it is left; then there is none. */
  readonly status: 'active' | 'suspended' | 'deleting';
  readonly created_at: string;
}

/** The one reply that shows the first key of the tenant's admin. */
export interface CreatedTenant extends Tenant {
  readonly admin_key: { readonly id: string; readonly secret: string };
}

export interface NewTenant extends Partial<Omit<TenantFacts, 'name'>> {
  readonly id: string;
  readonly name: string;
  readonly limits?: Partial<TenantLimits>;
  /** Whose the first key is; `admin` when left out. */
  readonly admin_principal_id?: string;
}

/** What is left out stays as it is. */
export interface TenantChange extends Partial<TenantFacts> {
  readonly limits?: Partial<TenantLimits>;
  readonly status?: 'active' | 'suspended';
}
