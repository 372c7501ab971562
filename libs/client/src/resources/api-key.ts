import type { Priority } from './query.ts';

/** A key without its secret. */
export interface ApiKey {
  readonly id: string;
  readonly object: 'api_key';
  readonly principal_id: string;
  readonly role: 'guest' | 'user' | 'analyst' | 'admin';
  /** Added to what the role grants. */
  readonly permissions: readonly string[];
  readonly namespaces: readonly string[];
  readonly department: string | null;
  readonly lanes: readonly Priority[];
  readonly created_at: string;
}
