import { LIMITS } from '@ragfleet/contracts';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createRoutes, type RoutePorts } from './create-routes.ts';
import { createOpenApiDocument } from './openapi/create-openapi-document.ts';

/** Every endpoint of the HTTP contract. */
const CONTRACT = `
POST /v1/queries | GET /v1/queries | POST /v1/queries/batch | GET /v1/queries/{id} | DELETE /v1/queries/{id}
POST /v1/queries/{id}/cancel | GET /v1/queries/{id}/events | POST /v1/queries/{id}/feedback
GET /v1/webhook-secret | POST /v1/webhook-secret/rotate | GET /v1/webhook-deliveries
POST /v1/webhook-deliveries/{id}/redeliver | POST /v1/webhook-deliveries/redeliver
GET /v1/webhook-endpoints | POST /v1/webhook-endpoints/{id}/enable
POST /v1/documents | GET /v1/documents | GET /v1/documents/{id} | PATCH /v1/documents/{id} | DELETE /v1/documents/{id}
GET /v1/ingestions/{id} | GET /v1/ingestions/{id}/events | POST /v1/search
GET /v1/cache/stats | DELETE /v1/cache | POST /v1/cache/warm | GET /v1/cache/warm/{id} | GET /v1/cache/warmings
GET /v1/costs | GET /v1/costs/usage | GET /v1/feedback | POST /v1/costs/estimate | GET /v1/costs/vector-databases | GET /v1/budget | PUT /v1/budget
GET /v1/answer-settings | PUT /v1/answer-settings
GET /v1/audit | GET /v1/audit/verify | GET /v1/degradation | PUT /v1/degradation | GET /v1/breakers
POST /v1/api-keys | GET /v1/api-keys | DELETE /v1/api-keys/{id} | POST /v1/api-keys/{id}/rotate
POST /v1/revocations | GET /v1/revocations | DELETE /v1/revocations/{id}
POST /v1/tenants | GET /v1/tenants | GET /v1/tenants/{id} | PATCH /v1/tenants/{id} | DELETE /v1/tenants/{id}
DELETE /v1/users/{id}/data | GET /v1/erasures/{id} | GET /v1/me
GET /healthz | GET /readyz | GET /metrics | GET /openapi.json | GET /docs | GET /
`
  .split(/[|\n]/)
  .map((line) => line.trim())
  .filter((line) => line !== '');

const PUBLIC = ['GET /', 'GET /docs', 'GET /healthz', 'GET /openapi.json', 'GET /readyz'];

// oxlint-disable-next-line typescript/no-unsafe-assignment -- nothing is ever called on it
const noPorts: RoutePorts = Object.create(null);
// The table is data: making it touches no port.
const untouched: RoutePorts = new Proxy(noPorts, {
  get: (_target, name) => (name === 'publicUrl' ? null : undefined),
});
const routes = createRoutes(untouched);
const named = (route: { method: string; path: string }): string =>
  `${route.method.toUpperCase()} ${route.path}`;

const operation = z.object({
  operationId: z.string(),
  tags: z.array(z.string()).length(1),
  security: z.array(z.unknown()).optional(),
  'x-permissions': z.array(z.string()),
  requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string().min(1) })),
});
const document = z
  .object({
    openapi: z.literal('3.1.0'),
    paths: z.record(z.string(), z.record(z.string(), operation)),
    components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
  })
  .parse(createOpenApiDocument(routes, null));
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, facts]) => ({ method, path, ...facts })),
);

describe('the table of routes', () => {
  it('holds every endpoint of the contract, once, and no other', () => {
    expect(routes.map(named).toSorted()).toEqual(CONTRACT.toSorted());
  });

  it('lets nobody in without a credential but to the probes, the document and the pages', () => {
    const open = routes.filter(({ access }) => access.who === 'anyone').map(named);
    expect(open.toSorted()).toEqual(PUBLIC);
  });

  it('asks for a permission everywhere else', () => {
    const asksNothing = routes.filter(({ access }) => 'anyOf' in access && access.anyOf.length === 0);
    expect(asksNothing).toEqual([]);
  });

  it('bounds every body', () => {
    const bounds = routes.flatMap(({ body }) => body?.maxBytes ?? []);
    expect(Math.max(...bounds)).toBe(LIMITS.documentsBodyBytes);
  });
});

describe('the OpenAPI document', () => {
  it('lists every route of the table under its own operation id', () => {
    expect(operations.map(named).toSorted()).toEqual(CONTRACT.toSorted());
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  it('says for each operation what it asks for and how it refuses', () => {
    const open = operations.filter(({ security }) => security?.length === 0);
    const guarded = operations.filter(
      ({ security, responses, ...facts }) =>
        security === undefined &&
        '401' in responses &&
        '403' in responses &&
        facts['x-permissions'].length > 0,
    );
    expect(open.map(named).toSorted()).toEqual(PUBLIC);
    expect(open.length + guarded.length).toBe(operations.length);
  });

  it('shows both bodies of a submission of documents', () => {
    const submit = operations.find(({ operationId }) => operationId === 'submitDocuments');
    expect(submit?.requestBody?.content).toEqual({
      'application/json': { schema: { $ref: '#/components/schemas/DocumentsSubmission' } },
      'multipart/form-data': { schema: { $ref: '#/components/schemas/DocumentsUpload' } },
    });
    expect(Object.keys(submit?.responses ?? {})).toEqual(
      expect.arrayContaining(['202', '400', '413', '415', '503']),
    );
  });

  it('names the resources once, as components', () => {
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['Query', 'QuerySubmission', 'Problem', 'Document', 'Ingestion', 'ApiKey']),
    );
  });
});
