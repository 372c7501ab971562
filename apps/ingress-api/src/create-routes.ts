import { createOpenApiDocument } from './openapi/create-openapi-document.ts';
import { publicRoute } from './http/define-route.ts';
import { ok } from './http/replies.ts';
import type { Route } from './http/route.ts';
import { PAGES } from './pages/pages.ts';
import { apiKeyRoutes } from './routes/api-keys.ts';
import { type AnswerSettingsRoutePorts, answerSettingsRoutes } from './routes/answer-settings.ts';
import { type AuditRoutePorts, auditRoutes } from './routes/audit.ts';
import { type BreakerRoutePorts, breakersRoute } from './routes/breakers.ts';
import { type BudgetRoutePorts, budgetRoutes } from './routes/budget.ts';
import { cacheRoutes } from './routes/cache.ts';
import { cacheWarmingRoutes, type WarmingRoutePorts } from './routes/cache-warming.ts';
import { costEstimateRoute } from './routes/cost-estimates.ts';
import { costRoutes } from './routes/costs.ts';
import { type DegradationRoutePorts, degradationRoutes } from './routes/degradation.ts';
import { type DocumentRoutePorts, documentRoutes } from './routes/documents.ts';
import { type ErasureRoutePorts, erasureRoutes } from './routes/erasures.ts';
import { type FeedbackPorts, feedbackRoute } from './routes/feedback.ts';
import { type ListFeedbackPorts, listFeedbackRoute } from './routes/list-feedback.ts';
import { type IngestionRoutePorts, ingestionRoutes } from './routes/ingestions.ts';
import { meRoute } from './routes/me.ts';
import { type OperationRoutePorts, operationRoutes } from './routes/operations.ts';
import { type EndQueryPorts, endQueryRoutes } from './routes/end-queries.ts';
import { type ReadQueryPorts, readQueryRoutes } from './routes/read-queries.ts';
import { type SubmitRoutePorts, submitRoute } from './routes/submit-query.ts';
import { type BatchRoutePorts, batchRoute } from './routes/submit-batch.ts';
import { revocationRoutes } from './routes/revocations.ts';
import { searchRoute } from './routes/search.ts';
import { type TenantRoutePorts, tenantRoutes } from './routes/tenants.ts';
import { vectorDatabasesRoute } from './routes/vector-databases.ts';
import { type WebhookRoutePorts, webhookRoutes } from './routes/webhooks.ts';

/** Everything that the routes work with. */
export type RoutePorts = SubmitRoutePorts &
  BatchRoutePorts &
  ReadQueryPorts &
  EndQueryPorts &
  FeedbackPorts &
  ListFeedbackPorts &
  DocumentRoutePorts &
  IngestionRoutePorts &
  WebhookRoutePorts &
  OperationRoutePorts &
  WarmingRoutePorts &
  BudgetRoutePorts &
  BreakerRoutePorts &
  AnswerSettingsRoutePorts &
  DegradationRoutePorts &
  TenantRoutePorts &
  AuditRoutePorts &
  ErasureRoutePorts &
  Parameters<typeof apiKeyRoutes>[0] &
  Parameters<typeof revocationRoutes>[0] &
  Parameters<typeof cacheRoutes>[0] &
  Parameters<typeof costEstimateRoute>[0] &
  Parameters<typeof costRoutes>[0] &
  Parameters<typeof searchRoute>[0];

/** The one table of routes: every endpoint of the contract. */
export function createRoutes(ports: RoutePorts): readonly Route[] {
  const routes = [
    submitRoute(ports),
    ...readQueryRoutes(ports),
    ...endQueryRoutes(ports),
    feedbackRoute(ports),
    listFeedbackRoute(ports),
    batchRoute(ports),
    ...documentRoutes(ports),
    ...ingestionRoutes(ports),
    searchRoute(ports),
    ...webhookRoutes(ports),
    ...cacheRoutes(ports),
    ...cacheWarmingRoutes(ports),
    ...costRoutes(ports),
    ...budgetRoutes(ports),
    ...answerSettingsRoutes(ports),
    costEstimateRoute(ports),
    vectorDatabasesRoute(),
    meRoute(),
    ...apiKeyRoutes(ports),
    ...tenantRoutes(ports),
    ...revocationRoutes(ports),
    ...degradationRoutes(ports),
    ...auditRoutes(ports),
    ...erasureRoutes(ports),
    breakersRoute(ports),
    ...operationRoutes(ports),
    ...PAGES,
  ];
  const document = createOpenApiDocument(routes, ports.publicUrl);
  const openApi = publicRoute(
    {
      method: 'get',
      path: '/openapi.json',
      operationId: 'getOpenApi',
      summary: 'This document',
      tag: 'Operation',
      replies: { 200: { description: 'OpenAPI 3.1.', contentType: 'application/json' } },
    },
    async () => ok(document),
  );
  return [...routes, openApi];
}
