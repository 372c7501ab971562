export type Role = 'guest' | 'user' | 'analyst' | 'admin';
export type Permission = 'read' | 'write' | 'admin' | 'search_all' | 'search_restricted';

export interface NewApiKey {
  readonly principal_id: string;
  readonly role: Role;
  /** For people, such as where the key is used. */
  readonly name?: string | null;
  /** Added to what the role grants. */
  readonly permissions?: readonly Permission[];
  /** Of all these the ones that the key has; all of them when left out. */
  readonly scopes?: readonly Permission[] | null;
  /** `default` when left out. */
  readonly namespaces?: readonly string[];
  readonly department?: string | null;
  readonly lanes?: readonly ('high' | 'normal' | 'low')[];
  /** Questions a second; the fleet's limit when left out. */
  readonly requests_per_second?: number | null;
  /** ISO time in UTC, at most two years ahead. */
  readonly expires_at?: string | null;
}

export interface ApiKey extends Required<NewApiKey> {
  readonly id: string;
  readonly status: 'active' | 'expired';
  readonly created_at: string;
  /** Until when the secret before the last rotation works. */
  readonly previous_secret_until: string | null;
  /** A day in UTC. */
  readonly last_used_on: string | null;
}

/** `secret` is the whole key to send. It is shown this once. */
export interface ApiKeyWithSecret extends ApiKey {
  readonly secret: string;
}

export interface ApiKeyRotation {
  /** How long the old secret works beside the new one: 0 to 86,400, an hour when left out. */
  readonly overlap_seconds?: number;
}

/** A person whose tokens are refused: `<name of the issuer>~<subject>`. */
export interface Revocation {
  readonly principal_id: string;
  readonly revoked_at: string;
}
