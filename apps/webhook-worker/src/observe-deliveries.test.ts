import type { AuditLog } from '@ragfleet/rag-core';
import { createLogger } from '@ragfleet/service-runtime';
import type { DeliveryRecord } from '@ragfleet/job-queue';
import { expect, it } from 'vitest';
import { observeDeliveries } from './observe-deliveries.ts';

const record: DeliveryRecord = {
  tenantId: 'acme',
  deliveryId: 'wh-q_1-query-failed',
  subjectId: 'q_1',
  principalId: 'ann',
  keyId: null,
  event: 'query.failed',
  url: 'https://hooks.example.com/?token=hidden',
  status: 'dead',
  createdAtMs: 0,
  reopenedAtMs: null,
  finishedAtMs: 0,
  reason: null,
  attempts: [],
};

function stage(audit: AuditLog) {
  const counted: unknown[] = [];
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const observer = observeDeliveries({
    metrics: { count: (name, labels) => void counted.push([name, labels]) },
    logger: createLogger({ service: 'test', level: 'warn', destination }),
    audit,
  });
  return { observer, counted, lines };
}
const writable: AuditLog = { record: () => Promise.resolve() };
const full: AuditLog = { record: () => Promise.reject(new Error('no disk')) };

it('counts dead letters by their kind, and logs each without its URL', () => {
  const { observer, counted, lines } = stage(writable);
  for (const reason of ['exhausted: timeout', 'endpoint disabled: gone', 'gone'])
    observer.deadLettered(record, reason);
  expect(counted).toEqual(
    ['exhausted', 'endpoint disabled', 'gone'].map((reason) => [
      'webhookDeadLetters',
      { tenant: 'acme', reason },
    ]),
  );
  expect(lines).toHaveLength(3);
  expect(lines[0]).toContain('exhausted: timeout');
  expect(lines.join('')).not.toMatch(/hooks|hidden/);
});

it('says that an endpoint was disabled although the audit log cannot be written, and that it cannot', async () => {
  const { observer, counted, lines } = stage(full);
  const reason = 'failing for 5 days';
  observer.endpointDisabled({ tenantId: 'acme', endpointId: 'we_1', reason, httpStatus: 503 });
  await expect.poll(() => lines.length).toBe(2);
  expect(lines[0]).toContain('webhook endpoint disabled');
  expect(lines[1]).toContain('audit event not written');
  expect(counted).toEqual([['webhookEndpointsDisabled', { tenant: 'acme', reason }]]);
});
