import type * as Sdk from '@ragfleet/client';
import type * as contract from '@ragfleet/contracts';
import { expectTypeOf, test } from 'vitest';
import type { z } from 'zod';

// Held by the compiler (`npm run typecheck`): what the contract gives fits what the SDK promises, and what the SDK takes fits the contract.

type DeepReadonly<Value> = Value extends (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: DeepReadonly<Exclude<Value[Key], undefined>> }
    : Value;
// JSON leaves out what is undefined.
type Taken<Schema extends z.ZodType> = DeepReadonly<z.input<Schema>>;
type Given<Schema extends z.ZodType> = DeepReadonly<z.output<Schema>>;

test('replies of the contract are the resources of the SDK', () => {
  expectTypeOf<Given<typeof contract.queryResource>>().toExtend<Sdk.Query>();
  expectTypeOf<Given<typeof contract.queryResult>>().toExtend<Sdk.QueryResult>();
  expectTypeOf<Given<typeof contract.problem>>().toExtend<Sdk.Problem>();
  expectTypeOf<Given<typeof contract.documentResource>>().toExtend<Sdk.Document>();
  expectTypeOf<Given<typeof contract.ingestionResource>>().toExtend<Sdk.Ingestion>();
  expectTypeOf<Given<typeof contract.searchHit>>().toExtend<Sdk.SearchHit>();
  expectTypeOf<Given<typeof contract.cacheStats>>().toExtend<Sdk.CacheStats>();
  expectTypeOf<Given<typeof contract.warmingResource>>().toExtend<Sdk.CacheWarming>();
  expectTypeOf<Given<typeof contract.costsReport>>().toExtend<Sdk.CostReport>();
  expectTypeOf<Given<typeof contract.costEstimate>>().toExtend<Sdk.CostEstimate>();
  expectTypeOf<Given<typeof contract.vectorDatabasePrices>>().toExtend<Sdk.VectorDatabasePrices>();
  expectTypeOf<Given<typeof contract.budget>>().toExtend<Sdk.Budget>();
  expectTypeOf<Given<typeof contract.answerSettings>>().toExtend<Sdk.AnswerSettings>();
  expectTypeOf<Given<typeof contract.me>>().toExtend<Sdk.Me>();
  expectTypeOf<Given<typeof contract.degradation>>().toExtend<Sdk.Degradation>();
  expectTypeOf<Given<typeof contract.breakerList>>().toExtend<readonly Sdk.Breaker[]>();
  expectTypeOf<Given<typeof contract.apiKeyResource>>().toExtend<Sdk.ApiKey>();
  expectTypeOf<Given<typeof contract.createdApiKeyResource>>().toExtend<Sdk.ApiKeyWithSecret>();
  expectTypeOf<Given<typeof contract.revocationResource>>().toExtend<Sdk.Revocation>();
  expectTypeOf<Given<typeof contract.tenantResource>>().toExtend<Sdk.Tenant>();
  expectTypeOf<Given<typeof contract.createdTenantResource>>().toExtend<Sdk.CreatedTenant>();
  expectTypeOf<Given<typeof contract.deliveryResource>>().toExtend<Sdk.WebhookDelivery>();
  expectTypeOf<Given<typeof contract.endpointResource>>().toExtend<Sdk.WebhookEndpoint>();
  expectTypeOf<Given<typeof contract.redeliveryResource>>().toExtend<Sdk.Redelivery>();
  expectTypeOf<Given<typeof contract.webhookSecretResource>>().toExtend<Sdk.WebhookSecret>();
  expectTypeOf<Given<typeof contract.auditEvents>>().toExtend<Sdk.AuditEvents>();
  expectTypeOf<Given<typeof contract.auditVerification>>().toExtend<Sdk.AuditVerification>();
  expectTypeOf<Given<typeof contract.erasureResource>>().toExtend<Sdk.Erasure>();
});

test('what the SDK takes is what the contract takes', () => {
  expectTypeOf<Sdk.NewQuery>().toExtend<Taken<typeof contract.querySubmission>>();
  expectTypeOf<Sdk.Feedback>().toExtend<Taken<typeof contract.feedbackSubmission>>();
  expectTypeOf<Sdk.NewDocument>().toExtend<Taken<typeof contract.documentInput>>();
  expectTypeOf<Sdk.DocumentPatch>().toExtend<Taken<typeof contract.documentPatch>>();
  expectTypeOf<Sdk.NewSearch>().toExtend<Taken<typeof contract.searchSubmission>>();
  expectTypeOf<Sdk.NewCacheWarming>().toExtend<Taken<typeof contract.warmingSubmission>>();
  expectTypeOf<Sdk.NewCostEstimate>().toExtend<Taken<typeof contract.costEstimateSubmission>>();
  expectTypeOf<Sdk.BudgetChange>().toExtend<Taken<typeof contract.budgetChange>>();
  expectTypeOf<Sdk.AnswerSettingsChange>().toExtend<Taken<typeof contract.answerSettingsChange>>();
  expectTypeOf<Sdk.DegradationChange>().toExtend<Taken<typeof contract.degradationChange>>();
  expectTypeOf<Sdk.NewApiKey>().toExtend<Taken<typeof contract.apiKeySubmission>>();
  expectTypeOf<Sdk.ApiKeyRotation>().toExtend<Taken<typeof contract.apiKeyRotation>>();
  expectTypeOf<Sdk.NewTenant>().toExtend<Taken<typeof contract.tenantSubmission>>();
  expectTypeOf<Sdk.TenantChange>().toExtend<Taken<typeof contract.tenantChange>>();
  expectTypeOf<Sdk.RedeliveryRange>().toExtend<Taken<typeof contract.redeliverySubmission>>();
});
