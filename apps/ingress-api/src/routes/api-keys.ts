import {
  type ApiKeyResource,
  apiKeyResource,
  apiKeyRotation,
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

/** The keys of the caller's tenant. A secret is shown once, when it is made. */
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
      auditTarget: ({ body }) => ({ person: body.principal_id }),
    },
    async ({ caller, body }) => {
      const { principal_id: principalId, requests_per_second: requestsPerSecond, expires_at, ...rest } = body;
      const expiresAtMs = expires_at === null ? null : Date.parse(expires_at);
      const who = { tenantId: caller.tenantId, principalId };
      const wanted = { ...rest, ...who, requestsPerSecond, expiresAtMs };
      const key = await apiKeys.create(wanted, { within: caller });
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
      throw noSuchKey();
    },
  );
  return [create, all, rotateRoute(apiKeys), revoke];
}

function rotateRoute(apiKeys: Pick<ApiKeys, 'rotate'>): Route {
  return tenantRoute(
    MAY_ADMINISTER,
    {
      method: 'post',
      path: '/v1/api-keys/{id}/rotate',
      operationId: 'rotateApiKey',
      summary: 'Give a key a new secret; the old one works on for the overlap',
      tag: 'Keys',
      params: apiKeyParams,
      body: { schema: apiKeyRotation, maxBytes: LIMITS.queryBodyBytes },
      replies: { 201: { description: 'The key with its new secret.', schema: createdApiKeyResource } },
      faults: ['not-found', 'conflict'],
      audits: 'api-key.rotate',
    },
    async ({ caller, params, body }) => {
      const rotation = { overlapMs: body.overlap_seconds * 1_000, within: caller };
      const key = await apiKeys.rotate(caller.tenantId, params.id, rotation);
      if (key === null) throw noSuchKey();
      return created({ ...toApiKeyResource(key), secret: key.secret });
    },
  );
}

const noSuchKey = (): Fault => new Fault('not-found', 'There is no such key.');

function toApiKeyResource(key: ApiKeyFacts): ApiKeyResource {
  const { name, role, department, previousSecretUntilMs: previousUntilMs } = key;
  return {
    id: key.keyId,
    object: 'api_key',
    name,
    status: key.isExpired ? 'expired' : 'active',
    principal_id: key.principalId,
    role,
    permissions: [...key.permissions],
    scopes: key.scopes === null ? null : [...key.scopes],
    namespaces: [...key.namespaces],
    department,
    lanes: [...key.lanes],
    requests_per_second: key.requestsPerSecond,
    created_at: timestamp(key.createdAtMs),
    expires_at: key.expiresAtMs === null ? null : timestamp(key.expiresAtMs),
    previous_secret_until: previousUntilMs === null ? null : timestamp(previousUntilMs),
    last_used_on: key.lastUsedDay,
  };
}
