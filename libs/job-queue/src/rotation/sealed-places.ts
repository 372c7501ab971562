import { queueKeys } from '@ragfleet/contracts';
import { ERASURE_PURPOSE } from '../erasures/create-erasures.ts';
import { QUERY_PURPOSE } from '../queries/query-record.ts';
import { WARM_PURPOSE } from '../warming/warm-record.ts';
import { DELIVERY_PURPOSE } from '../webhooks/delivery-record.ts';
import type { SealedPlace } from './contract.ts';

/** What this lib keeps sealed in hashes. Its streams of events cannot be rewritten, and end within 3 days. */
export const QUEUE_SEALED_PLACES: readonly SealedPlace[] = [
  {
    kind: 'queries',
    pattern: queueKeys.query('*', '*'),
    purpose: QUERY_PURPOSE,
    fields: ['submission', 'result', 'error', 'comment'],
  },
  {
    kind: 'webhook deliveries',
    pattern: queueKeys.delivery('*', '*'),
    purpose: DELIVERY_PURPOSE,
    fields: ['url', 'body'],
  },
  { kind: 'erasures', pattern: queueKeys.erasure('*', '*'), purpose: ERASURE_PURPOSE, fields: ['subject'] },
  { kind: 'warmings', pattern: queueKeys.warming('*', '*'), purpose: WARM_PURPOSE, fields: ['groups'] },
];
