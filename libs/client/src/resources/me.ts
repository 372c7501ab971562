import type { Permission, Role } from './api-key.ts';
import type { Priority } from './query.ts';

/** Who a key is and what it may do. `tenant_id`, `role` and `department` are null for operators. */
export interface Me {
  readonly object: 'principal';
  readonly kind: 'tenant' | 'operator';
  readonly principal_id: string;
  readonly tenant_id: string | null;
  readonly role: Role | null;
  readonly permissions: readonly Permission[];
  readonly namespaces: readonly string[];
  readonly department: string | null;
  readonly lanes: readonly Priority[];
}
