import type { Permission } from '@ragfleet/kernel';

/** Asking, searching, and one's own queries: every role of a tenant. */
export const MAY_ASK: readonly Permission[] = ['search_restricted', 'search_all'];
export const MAY_READ: readonly Permission[] = ['read'];
export const MAY_WRITE: readonly Permission[] = ['write'];
export const MAY_ADMINISTER: readonly Permission[] = ['admin'];
