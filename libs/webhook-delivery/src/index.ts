export { type AllowHosts, parseAllowHosts } from './addresses/allow-hosts.ts';
export { createAddressRules, isPublicAddress } from './addresses/public-address.ts';
export { validateCallbackUrl } from './addresses/validate-callback-url.ts';
export {
  createGuardedConnector,
  type GuardedConnectorOptions,
  type ResolveHost,
} from './connector/guarded-connector.ts';
export {
  createWebhookSender,
  type WebhookSender,
  type WebhookSenderOptions,
} from './sending/create-webhook-sender.ts';
export { signWebhook, type WebhookHeaders } from './signing/sign-webhook.ts';
export { verifyWebhook } from './signing/verify-webhook.ts';
