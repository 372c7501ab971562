import type { CallOptions } from './queries.ts';
import type { Breaker, Degradation, DegradationChange } from './resources/operation.ts';
import type { Transport } from './transport/transport.ts';

export interface Operation {
  /** The level of service in force for the caller. */
  degradation(options?: CallOptions): Promise<Degradation>;
  /** An operator sets the fleet's, a tenant's admin that of the tenant. In force everywhere within a second. */
  setDegradation(change: DegradationChange, options?: CallOptions): Promise<Degradation>;
  /** By name: what the fleet has called in the last day. */
  breakers(options?: CallOptions): Promise<readonly Breaker[]>;
}

const DEGRADATION = '/v1/degradation';

export function createOperation(transport: Transport): Operation {
  return {
    degradation: ({ signal } = {}) =>
      transport.read({ method: 'GET', path: DEGRADATION, signal, isRepeatable: true }),
    setDegradation: (body, { signal } = {}) =>
      transport.read({ method: 'PUT', path: DEGRADATION, body, signal, isRepeatable: true }),
    breakers: ({ signal } = {}) =>
      transport.read({ method: 'GET', path: '/v1/breakers', signal, isRepeatable: true }),
  };
}
