export { type AllowHosts, allowHostsVariables, parseAllowHosts } from './addresses/allow-hosts.ts';
export { validateCallbackUrl } from './addresses/validate-callback-url.ts';
export {
  createWebhookSender,
  type WebhookSender,
  type WebhookSenderOptions,
} from './sending/create-webhook-sender.ts';
export { signWebhook, type WebhookHeaders } from './signing/sign-webhook.ts';
export { verifyWebhook } from './signing/verify-webhook.ts';
