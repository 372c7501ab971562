import type { AdmitCommand, AdmittedQuery } from '@ragfleet/job-queue';
import { permissionsOf, type TenantPrincipal } from '@ragfleet/kernel';

export const caller: TenantPrincipal = {
  kind: 'tenant',
  tenantId: 'acme',
  principalId: 'ada',
  keyId: 'key',
  role: 'user',
  permissions: permissionsOf('user'),
  namespaces: ['default'],
  department: null,
  lanes: ['high', 'normal', 'low'],
};

/** A query that was just accepted. */
export const recordOf = ({ submission, lane }: AdmitCommand): AdmittedQuery => ({
  replayed: false,
  place: null,
  record: {
    tenantId: 'acme',
    queryId: `q_${submission.question}`,
    principalId: 'ada',
    keyId: 'key',
    lane,
    status: 'queued',
    submission,
    createdAtMs: 0,
    startedAtMs: null,
    finishedAtMs: null,
    deadlineAtMs: 1,
    attempt: 0,
    result: null,
    error: null,
    cacheEntry: null,
    isPurged: false,
    feedback: null,
  },
});
