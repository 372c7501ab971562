import type { DeliveryObserver, DisabledEndpoint } from '@ragfleet/job-queue';
import { toFault } from '@ragfleet/kernel';
import type { AuditLog } from '@ragfleet/rag-core';
import type { Logger, Metrics } from '@ragfleet/service-runtime';

export interface DeliveryWitnesses {
  readonly metrics: Pick<Metrics<'webhookDeadLetters' | 'webhookEndpointsDisabled'>, 'count'>;
  readonly logger: Pick<Logger, 'warn' | 'error'>;
  readonly audit: AuditLog;
}

/** Dead letters and disabled endpoints, where an operator looks: log, metrics, and of endpoints the audit. No URL: it may hold a token. */
export function observeDeliveries({ metrics, logger, audit }: DeliveryWitnesses): DeliveryObserver {
  const recordDisabled = async ({ tenantId, endpointId, reason }: DisabledEndpoint): Promise<void> => {
    try {
      await audit.record({
        type: 'operator_action',
        principal: { tenantId, principalId: 'webhook-worker' },
        sessionId: 'rule',
        question: '',
        metadata: { action: 'webhook-endpoint.disable', endpointId, reason },
      });
    } catch (error) {
      logger.error({ kind: toFault(error).kind, type: 'operator_action' }, 'audit event not written');
    }
  };
  return {
    deadLettered: ({ tenantId, deliveryId, subjectId, event }, reason) => {
      metrics.count('webhookDeadLetters', { tenant: tenantId, reason: kindOf(reason) });
      logger.warn({ tenant: tenantId, deliveryId, subjectId, event, reason }, 'webhook given up');
    },
    endpointDisabled: (endpoint) => {
      const { tenantId: tenant, endpointId, reason, httpStatus } = endpoint;
      metrics.count('webhookEndpointsDisabled', { tenant, reason });
      logger.warn({ tenant, endpointId, reason, httpStatus }, 'webhook endpoint disabled');
      void recordDisabled(endpoint);
    },
  };
}

/** `exhausted: timeout` is `exhausted`: what comes behind the colon is for people. */
const kindOf = (reason: string): string => reason.split(':', 1)[0] ?? reason;
