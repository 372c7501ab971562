import { createHash } from 'node:crypto';
import type { QueryResult } from '@ragfleet/contracts';
import { permissionsOf, type TenantPrincipal } from '@ragfleet/kernel';
import { createSealer, type Sealer } from '@ragfleet/sealing';
import { queryResultOf, submissionOf } from '@ragfleet/test-support';
import type { AdmitCommand } from './contract.ts';

const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');
export const sealer: Sealer = createSealer(MASTER_KEY);

/** A word that must never be readable in Redis. */
export const CANARY = 'platypus-canary';

export const principalOf = (tenantId: string, principalId = 'ada'): TenantPrincipal => ({
  kind: 'tenant',
  tenantId,
  principalId,
  keyId: `key-${principalId}`,
  role: 'user',
  permissions: permissionsOf('user'),
  namespaces: ['default'],
  department: null,
  lanes: ['high', 'normal', 'low'],
});

export const commandOf = (tenantId: string, more: Partial<AdmitCommand> = {}): AdmitCommand => {
  const submission = more.submission ?? submissionOf(`Where does the ${CANARY} live?`);
  return {
    principal: principalOf(tenantId),
    lane: 'normal',
    deadlineSeconds: 60,
    bodyHash: createHash('sha256').update(JSON.stringify(submission)).digest('hex'),
    idempotencyKey: null,
    ...more,
    submission,
  };
};

export const resultOf = (answer: string): QueryResult => queryResultOf({ answer });
