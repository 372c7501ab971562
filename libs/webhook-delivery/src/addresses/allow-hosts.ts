import { type AllowHosts, isAllowHosts, parseAllowHosts as parseHosts } from '@ragfleet/public-http';

export { type AllowHosts, isAllowHosts };

/** Reads `WEBHOOK_ALLOW_HOSTS`: hosts that callbacks may reach on a private network. For development. */
export const parseAllowHosts = (text: string): AllowHosts => parseHosts(text, 'WEBHOOK_ALLOW_HOSTS');
