import type { Lane, Permission, Principal, Role, TenantPrincipal } from '@ragfleet/kernel';

export interface NewApiKey {
  readonly tenantId: string;
  readonly principalId: string;
  readonly role: Role;
  readonly permissions?: readonly Permission[];
  readonly namespaces?: readonly string[];
  readonly department?: string | null;
  readonly lanes?: readonly Lane[];
}

/** API keys: `rag_<env>_<8 id>_<43 secret>`; stored as id and HMAC under a pepper, never as themselves. */
export interface ApiKeys {
  create(key: NewApiKey): Promise<{ keyId: string; secret: string }>;
  createOperator(principalId: string): Promise<{ keyId: string; secret: string }>;
  revoke(tenantId: string, keyId: string): Promise<boolean>;
}

export interface Identity {
  /** The principal behind an `Authorization` header as it is now. Faults: unauthenticated, unavailable. */
  authenticate(authorization: string | undefined): Promise<Principal>;
  /** Access evaluated again by key id, at run time or delivery. null when the key is revoked or gone. */
  principalOfKey(tenantId: string, keyId: string): Promise<TenantPrincipal | null>;
}

export interface WebhookSecrets {
  /** Active secrets, newest first: two during a rotation. Created on first use. */
  current(tenantId: string): Promise<readonly string[]>;
  rotate(tenantId: string): Promise<readonly string[]>;
}
