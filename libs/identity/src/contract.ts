import type { AccessSet, Lane, Permission, Principal, Role, TenantPrincipal } from '@ragfleet/kernel';

export interface NewApiKey {
  readonly tenantId: string;
  readonly principalId: string;
  readonly role: Role;
  /** Added to what the role grants. */
  readonly permissions?: readonly Permission[];
  /** `default` when none is named. */
  readonly namespaces?: readonly string[];
  readonly department?: string | null;
  /** All lanes when none is named. */
  readonly lanes?: readonly Lane[];
}

/** A key without its secret. */
export interface ApiKeyFacts extends Required<NewApiKey> {
  readonly keyId: string;
  readonly createdAtMs: number;
}

export interface ImportOptions {
  /** A whole key made elsewhere, so that a fleet keeps its keys over a fresh start. Importing it again updates it. */
  readonly secret?: string;
}

/** API keys: `rag_<env>_<8 id>_<43 secret>`; stored as id and HMAC under a pepper, never as themselves. */
export interface ApiKeys {
  create(key: NewApiKey, options?: ImportOptions): Promise<ApiKeyFacts & { readonly secret: string }>;
  createOperator(principalId: string, options?: ImportOptions): Promise<{ keyId: string; secret: string }>;
  /** Newest first. */
  list(tenantId: string): Promise<readonly ApiKeyFacts[]>;
  /** In force everywhere within 5 s. False when the tenant has no such key. */
  revoke(tenantId: string, keyId: string): Promise<boolean>;
}

export interface Identity {
  /** The principal behind an `Authorization` header as it is now. Faults: unauthenticated, unavailable. */
  authenticate(authorization: string | undefined): Promise<Principal>;
  /** Access evaluated again by key id, at run time or delivery. null when the key is revoked or gone. */
  principalOfKey(tenantId: string, keyId: string): Promise<TenantPrincipal | null>;
}

/**
 * Whom the fleet asks as when it warms the cache: one for every access, with exactly that access, on the low lane alone.
 * It has no secret, so nobody signs in with it, and is in no list of keys.
 */
export interface WarmPrincipals {
  /** Kept for 7 days from the last call. Fault `unavailable`. */
  principalFor(access: AccessSet): Promise<TenantPrincipal>;
}

export interface WebhookSecrets {
  /** Active secrets, newest first: two during a rotation. Created on first use. */
  current(tenantId: string): Promise<readonly string[]>;
  /** Adds a secret; the one before stays valid for 24 h, older ones end now. */
  rotate(tenantId: string): Promise<readonly string[]>;
}
