export type {
  ApiKeyFacts,
  ApiKeys,
  ApiKeyWithSecret,
  Identity,
  ImportOptions,
  KeyCreation,
  KeyReach,
  KeyRotation,
  NewApiKey,
  Revocations,
  RevokedSubject,
  WarmPrincipals,
  WebhookSecrets,
} from './contract.ts';
export { type ApiKeyOptions, createApiKeys } from './keys/api-keys.ts';
export { countKeysByPepper, type PepperCount } from './keys/count-keys-by-pepper.ts';
export {
  createForgetCredentials,
  type ForgetCredentials,
  type ForgottenCredentials,
} from './erasure/forget-credentials.ts';
export { createIsOperatorKey } from './keys/is-operator-key.ts';
export { createIdentity, type IdentityOptions } from './keys/identity.ts';
export {
  ANSWER_SETTINGS_PLACE,
  type AnswerSettingsStore,
  type AnswerSettingsStoreOptions,
  createAnswerSettingsStore,
} from './settings/answer-settings-store.ts';
export type {
  CreatedTenant,
  NewTenant,
  Tenant,
  TenantChange,
  TenantDeletion,
  TenantLimits,
  Tenants,
  TenantStatus,
} from './tenants/contract.ts';
export { behindTenants, isServedIn } from './tenants/behind-tenants.ts';
export { createTenantDeletions, type TenantDeletions } from './tenants/tenant-deletions.ts';
export { createTenants, type TenantsOptions } from './tenants/tenants.ts';
export {
  listOperatorKeys,
  type OperatorKeyFacts,
  type OperatorKeyRevocation,
  revokeOperatorKey,
} from './keys/operator-keys.ts';
export { createWarmPrincipals, type WarmPrincipalsOptions } from './keys/warm-principals.ts';
export {
  createWebhookSecrets,
  WEBHOOK_SECRET_PLACE,
  type WebhookSecretsOptions,
} from './webhooks/webhook-secrets.ts';
export { identityVariables, issuersOf, type TokenIssuer } from './tokens/issuers.ts';
export { createRevocations } from './tokens/revocations.ts';
