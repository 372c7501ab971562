import { queueKeys } from '@ragfleet/contracts';
import { dayOf, monthOf } from '../ledger-times.ts';

/** The keys that every script of calls begins with: open calls, their details, and the month and day of a time. */
export const callKeysOf = (tenantId: string, atMs: number): string[] => [
  queueKeys.openCalls(tenantId),
  queueKeys.openCallDetails(tenantId),
  queueKeys.ledgerMonth(tenantId, monthOf(atMs)),
  queueKeys.ledgerDay(tenantId, dayOf(atMs)),
];
