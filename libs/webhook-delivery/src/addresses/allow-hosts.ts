import { type AllowHosts, allowHosts, parseAllowHosts as parseHosts } from '@ragfleet/public-http';

export type { AllowHosts };

/** Of the process that accepts a callback and of the one that sends it: both must allow the same. */
export const allowHostsVariables = {
  WEBHOOK_ALLOW_HOSTS: allowHosts.meta({
    description:
      'hosts, with an optional port, that callbacks may reach over http and on private networks; for development',
  }),
};

/** Reads `WEBHOOK_ALLOW_HOSTS`: hosts that callbacks may reach on a private network. For development. */
export const parseAllowHosts = (text: string): AllowHosts => parseHosts(text, 'WEBHOOK_ALLOW_HOSTS');
