import type { Region } from '@ragfleet/kernel';

/** What admission allows a tenant instead of what it allows everybody; null takes the fleet's. */
export interface TenantLimits {
  readonly perSecondOfTenant: number | null;
  readonly perSecondOfKey: number | null;
  /** Queries that are queued or running. */
  readonly openPerTenant: number | null;
  /** The part of the high lane's depth, 0 to 1. */
  readonly highShareOfTenant: number | null;
}

/** `suspended`: everything is kept, nobody gets in. `deleting`: nobody gets in, and what is kept is being removed. */
export type TenantStatus = 'active' | 'suspended' | 'deleting';

export interface Tenant {
  readonly tenantId: string;
  readonly name: string;
  /** IANA, such as `Europe/Berlin`: whose night it is when its cache is warmed. null takes the fleet's. */
  readonly timeZone: string | null;
  /** Where its data belongs; null says nothing. */
  readonly region: Region | null;
  /** Models of another region may answer where none of its own does, in a fleet that has some. */
  readonly allowsCrossRegionFallback: boolean;
  readonly limits: TenantLimits;
  /** How long queries that end from now on, and their webhooks, are kept; null takes the fleet's. */
  readonly retentionHours: number | null;
  /** No result leaves in a webhook. */
  readonly hasThinWebhooks: boolean;
  readonly status: TenantStatus;
  readonly createdAtMs: number;
  /** Since when it is being deleted; null when it is not. */
  readonly deletingSinceMs: number | null;
}

/** What may be said of a tenant; what is left out stays as it is, or is the fleet's. */
export interface TenantFacts {
  readonly timeZone?: string | null;
  readonly region?: Region | null;
  readonly allowsCrossRegionFallback?: boolean;
  readonly limits?: Partial<TenantLimits>;
  /** 1 to 24. */
  readonly retentionHours?: number | null;
  readonly hasThinWebhooks?: boolean;
}

export interface NewTenant extends TenantFacts {
  readonly tenantId: string;
  readonly name: string;
}

export interface CreatedTenant {
  readonly tenant: Tenant;
  /** For whoever makes its first key: nobody else does meanwhile. */
  readonly firstKeyClaim: string;
}

export interface TenantChange extends TenantFacts {
  readonly name?: string;
  readonly status?: 'active' | 'suspended';
}

export interface Tenants {
  /**
   * Also finishes one whose maker was cut off 5 s ago or longer, before its first key was made: it becomes what is asked for
   * now. Fault `conflict` when the id is taken, also by one that is being deleted, or when there are too many.
   */
  create(tenant: NewTenant): Promise<CreatedTenant>;
  /** Whether `create` would find the id taken. */
  isTaken(tenantId: string): Promise<boolean>;
  /** For provisioning: a tenant that is there already is returned as it is. */
  ensure(tenantId: string, name: string, facts?: TenantFacts): Promise<Tenant>;
  get(tenantId: string): Promise<Tenant | null>;
  /** As it was a few seconds ago at most; most calls answer from memory. */
  recent(tenantId: string): Promise<Tenant | null>;
  /** Oldest first. */
  list(): Promise<readonly Tenant[]>;
  /** Newest first. Fault `invalid-input` for a cursor that is no tenant (any more). */
  page(page: {
    readonly limit: number;
    readonly startingAfter: string | null;
  }): Promise<{ readonly tenants: readonly Tenant[]; readonly hasMore: boolean }>;
  /** In force everywhere within 5 s. null when there is no such tenant; Fault `conflict` when it is being deleted. */
  update(tenantId: string, change: TenantChange): Promise<Tenant | null>;
  /** From now on nobody gets in, everywhere within 5 s, and its data is removed. Again changes nothing. */
  delete(tenantId: string): Promise<Tenant | null>;
  /** True from the end of a deletion until a tenant of that name is made: no record says it any more. */
  wasDeleted(tenantId: string): Promise<boolean>;
}

/** One deletion that somebody has to go on with. */
export interface TenantDeletion {
  readonly tenantId: string;
  readonly sinceMs: number;
}
