import type { AccessSet, Lane, Permission, Principal, Role, TenantPrincipal } from '@ragfleet/kernel';

export interface NewApiKey {
  readonly tenantId: string;
  readonly principalId: string;
  readonly role: Role;
  /** For people, such as where the key is used. */
  readonly name?: string | null;
  /** Added to what the role grants. */
  readonly permissions?: readonly Permission[];
  /** Of all these, the ones that this key has; every one when it is null. */
  readonly scopes?: readonly Permission[] | null;
  /** `default` when none is named. */
  readonly namespaces?: readonly string[];
  readonly department?: string | null;
  /** All lanes when none is named. */
  readonly lanes?: readonly Lane[];
  /** Questions a second; the fleet's limit where this is null or higher. */
  readonly requestsPerSecond?: number | null;
  /** When it stops working; null for a key that is used until it is revoked. */
  readonly expiresAtMs?: number | null;
}

/** A key without its secret. */
export interface ApiKeyFacts extends Required<NewApiKey> {
  readonly keyId: string;
  readonly createdAtMs: number;
  readonly isExpired: boolean;
  /** Until when the secret before the last rotation works; null when none does. */
  readonly previousSecretUntilMs: number | null;
  /** UTC, `YYYY-MM-DD`; null when it was not used yet. */
  readonly lastUsedDay: string | null;
}

export type ApiKeyWithSecret = ApiKeyFacts & { readonly secret: string };

export interface ImportOptions {
  /** A whole key made elsewhere, so that a fleet keeps its keys over a fresh start. Importing it again updates it. */
  readonly secret?: string;
}

/** What a credential may do: a key that it makes or rotates may do no more. */
export type KeyReach = Pick<
  TenantPrincipal,
  'permissions' | 'namespaces' | 'department' | 'lanes' | 'requestsPerSecond'
>;

export interface KeyCreation extends ImportOptions {
  /** Fault `forbidden` when the key may do more than this. */
  readonly within?: KeyReach;
  /** For the first key of a tenant that was created. Fault `conflict` when it is somebody else's to make by now, or made. */
  readonly firstKeyClaim?: string;
}

export interface KeyRotation {
  /** How long the secret of before works beside the new one. */
  readonly overlapMs: number;
  /** Fault `forbidden` when the key may do more than this: its new secret would be a way to more. */
  readonly within?: KeyReach;
}

/** API keys: `rag_<env>_<8 id>_<43 secret>`; stored as id and HMAC under a pepper, never as themselves. */
export interface ApiKeys {
  /** Faults: forbidden; conflict when there are too many, or the tenant is deleted. */
  create(key: NewApiKey, options?: KeyCreation): Promise<ApiKeyWithSecret>;
  createOperator(principalId: string, options?: ImportOptions): Promise<{ keyId: string; secret: string }>;
  /** Newest first. */
  list(tenantId: string): Promise<readonly ApiKeyFacts[]>;
  /** A new secret under the same id, valid at once; null when the tenant has no such key. Faults: forbidden, conflict. */
  rotate(tenantId: string, keyId: string, rotation: KeyRotation): Promise<ApiKeyWithSecret | null>;
  /** In force everywhere within 5 s. False when the tenant has no such key. */
  revoke(tenantId: string, keyId: string): Promise<boolean>;
  /** Every key of a tenant that is being deleted. Resolves to how many there were; called again it goes on. */
  revokeAll(tenantId: string, signal: AbortSignal): Promise<number>;
}

export interface Identity {
  /** The principal behind an `Authorization` header, an API key or a JWT, as it is now. Faults: unauthenticated, unavailable. */
  authenticate(authorization: string | undefined): Promise<Principal>;
  /** Access evaluated again by key id, at run time or delivery. null when the key is revoked, expired or gone. */
  principalOfKey(tenantId: string, keyId: string): Promise<TenantPrincipal | null>;
}

export interface RevokedSubject {
  /** `<name of the issuer>~<subject>`, as a token's questions carry it. */
  readonly principalId: string;
  readonly revokedAtMs: number;
}

/** People whose tokens are refused, whatever their issuer signs: it may not know yet, or sign for hours ahead. */
export interface Revocations {
  /** In force everywhere within 5 s, also for what they asked before and has not run. Again changes nothing. Fault `conflict` when there are too many. */
  revokeSubject(tenantId: string, principalId: string): Promise<RevokedSubject>;
  /** The same of who is erased, beside those: they take nobody's place. */
  revokeErased(tenantId: string, principalId: string): Promise<RevokedSubject>;
  /** False when it was not revoked. */
  restoreSubject(tenantId: string, principalId: string): Promise<boolean>;
  /** Newest first, 10,000 at the most. */
  list(tenantId: string): Promise<readonly RevokedSubject[]>;
  isRevoked(tenantId: string, principalId: string): Promise<boolean>;
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
  /** The same as of a second ago at most, for who signs much: what was added since signs from then on, what it follows is valid for long. */
  recent(tenantId: string): Promise<readonly string[]>;
  /** Adds a secret; the one before stays valid for 24 h, older ones end now. */
  rotate(tenantId: string): Promise<readonly string[]>;
}
