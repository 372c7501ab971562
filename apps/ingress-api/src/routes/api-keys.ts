import {
  type ApiKeyResource,
  apiKeyResource,
  apiKeySubmission,
  createdApiKeyResource,
  LIMITS,
  listOf,
} from '@ragfleet/contracts';
import type { ApiKeyFacts, ApiKeys } from '@ragfleet/identity';
import { Fault } from '@ragfleet/kernel';
import { tenantRoute } from '../http/define-route.ts';
import { created, list, noContent } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { apiKeyParams } from './ids.ts';
import { MAY_ADMINISTER } from './permissions.ts';
import { timestamp } from './timestamps.ts';

/** The keys of the caller's tenant. A secret is shown once, when its key is created. */
export function apiKeyRoutes({ apiKeys }: { readonly apiKeys: ApiKeys }): Route[] {
  const create = tenantRoute(
    MAY_ADMINISTER,
    {
      method: 'post',
      path: '/v1/api-keys',
      operationId: 'createApiKey',
      summary: 'Create a key; its secret is shown this once',
      tag: 'Keys',
      body: { schema: apiKeySubmission, maxBytes: LIMITS.queryBodyBytes },
      replies: { 201: { description: 'The key with its secret.', schema: createdApiKeyResource } },
      faults: ['conflict'],
      audits: 'api-key.create',
      auditTarget: ({ body }) => body.principal_id,
    },
    async ({ caller, body }) => {
      const { principal_id: principalId, ...rest } = body;
      const key = await apiKeys.create({ ...rest, tenantId: caller.tenantId, principalId });
      return created({ ...toApiKeyResource(key), secret: key.secret });
    },
  );
  const all = tenantRoute(
    MAY_ADMINISTER,
    {
      method: 'get',
      path: '/v1/api-keys',
      operationId: 'listApiKeys',
      summary: 'List the keys of the tenant, newest first',
      tag: 'Keys',
      replies: { 200: { description: 'The keys, without secrets.', schema: listOf(apiKeyResource) } },
    },
    async ({ caller }) => list((await apiKeys.list(caller.tenantId)).map(toApiKeyResource)),
  );
  const revoke = tenantRoute(
    MAY_ADMINISTER,
    {
      method: 'delete',
      path: '/v1/api-keys/{id}',
      operationId: 'revokeApiKey',
      summary: 'Revoke a key; in force everywhere within 5 s',
      tag: 'Keys',
      params: apiKeyParams,
      replies: { 204: { description: 'Revoked.' } },
      faults: ['not-found'],
      audits: 'api-key.revoke',
    },
    async ({ caller, params }) => {
      if (await apiKeys.revoke(caller.tenantId, params.id)) return noContent;
      throw new Fault('not-found', 'There is no such key.');
    },
  );
  return [create, all, revoke];
}

function toApiKeyResource(key: ApiKeyFacts): ApiKeyResource {
  return {
    id: key.keyId,
    object: 'api_key',
    principal_id: key.principalId,
    role: key.role,
    permissions: [...key.permissions],
    namespaces: [...key.namespaces],
    department: key.department,
    lanes: [...key.lanes],
    created_at: timestamp(key.createdAtMs),
  };
}
