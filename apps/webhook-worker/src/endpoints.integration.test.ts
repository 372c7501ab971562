import { readAuditLog } from '@ragfleet/audit-log';
import { describe, expect, it } from 'vitest';
import { answer, openWorkerStage } from './worker-stage.fixture.ts';

const stage = await openWorkerStage();
const { auditDir, deliveries, startWorker, receiver, submit, succeed, until } = stage;

describe('endpoints, as an operator sees them', () => {
  it('leave a disabled one in the audit log, without its URL', async () => {
    await startWorker();
    const { url } = await receiver(answer(410));
    const queryId = await submit(url);
    await succeed(queryId);
    await until(queryId, 'dead');
    const request = { tenantId: 'acme', isDisabled: true, limit: 10, startingAfter: null };
    const { endpoints } = await deliveries.endpoints.list(request);
    const query = { tenantId: 'acme', types: ['operator_action'] as const, limit: 10 };
    await expect
      .poll(async () => (await readAuditLog(auditDir, query)).map(({ metadata }) => metadata))
      .toEqual([
        { action: 'webhook-endpoint.disable', endpointId: endpoints[0]?.endpointId, reason: 'gone' },
      ]);
    expect(JSON.stringify(await readAuditLog(auditDir, query))).not.toContain('127.0.0.1');
  });
});
