import { breakerList } from '@ragfleet/contracts';
import type { FleetBreakers } from '@ragfleet/resilience';
import type { z } from 'zod';
import { fleetOrTenantRoute } from '../http/define-route.ts';
import { ok } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { MAY_READ } from './permissions.ts';

export interface BreakerRoutePorts {
  readonly breakers: Pick<FleetBreakers, 'list'>;
}

/** What the fleet calls, and what it leaves alone for the moment. */
export function breakersRoute({ breakers }: BreakerRoutePorts): Route {
  return fleetOrTenantRoute(
    MAY_READ,
    {
      method: 'get',
      path: '/v1/breakers',
      operationId: 'listBreakers',
      summary: 'Read the circuit breakers of the fleet',
      tag: 'Operation',
      replies: {
        200: { description: 'Those that were used in the last day, by name.', schema: breakerList },
      },
    },
    async () => {
      const reply: z.output<typeof breakerList> = (await breakers.list()).map(
        ({ name, state, failures, openedAtMs }) => ({
          name,
          state,
          failures,
          opened_at: openedAtMs === null ? null : new Date(openedAtMs).toISOString(),
        }),
      );
      return ok(reply);
    },
  );
}
