import type { Deliveries, DeliveryHandler } from '@ragfleet/job-queue';
import { createFailpoints } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';

export interface DeliveryHooks {
  readonly deliveries: Deliveries;
  readonly handler: DeliveryHandler;
}

/** The hooks as they are, or with the failpoints of a fault test around them: webhook.created, .sending and .sent. */
export function plantFailpoints(config: Config, { deliveries, handler }: DeliveryHooks): DeliveryHooks {
  const failpoints = createFailpoints(config);
  if (failpoints === null) return { deliveries, handler };
  return {
    deliveries: {
      ...deliveries,
      create: async (delivery, body) => {
        await deliveries.create(delivery, body);
        await failpoints.reach('webhook.created');
      },
    },
    handler: async (delivery) => {
      await failpoints.reach('webhook.sending');
      const result = await handler(delivery);
      await failpoints.reach('webhook.sent');
      return result;
    },
  };
}
