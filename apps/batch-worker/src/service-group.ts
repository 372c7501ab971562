import type { Service } from '@ragfleet/service-runtime';

/** Services that belong together, in start order, and whether their worker does its work. */
export interface ServiceGroup {
  readonly services: readonly Service[];
  isHealthy(): boolean;
}

export const NO_SERVICES: ServiceGroup = { services: [], isHealthy: () => true };
