export type { ApiKeys, Identity, NewApiKey, WebhookSecrets } from './contract.ts';
