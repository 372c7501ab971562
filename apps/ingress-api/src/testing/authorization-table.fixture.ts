/** Who calls, in the order of the table's columns. All but the last two are of one tenant; resources are that tenant's. */
export const CALLERS = [
  'anonymous',
  'bad-credential',
  'guest',
  'user',
  'analyst',
  'admin',
  'other-admin',
  'operator',
] as const;
export type Caller = (typeof CALLERS)[number];

type Row = readonly [number, number, number, number, number, number, number, number];

// What the permission of an endpoint comes to for each caller, where the answer to who may is `status`.
const everybody = (status: number): Row => [status, status, status, status, status, status, status, status];
const askers = (status: number): Row => [401, 401, status, status, status, status, status, 403];
const readers = (status: number): Row => [401, 401, 403, status, status, status, status, 403];
const admins = (status: number): Row => [401, 401, 403, 403, 403, status, status, 403];
const operators = (status: number): Row => [401, 401, 403, 403, 403, 403, 403, status];
const readersAndOperators = (status: number): Row => [401, 401, 403, status, status, status, status, status];
const adminsAndOperators = (status: number): Row => [401, 401, 403, 403, 403, status, status, status];

const principals = (status: number): Row => [401, 401, status, status, status, status, status, status];

// The same for what belongs to the tenant: to the admin of another it is not there.
const ownerAndAdmin = (status: number): Row => [401, 401, 404, status, 404, status, 404, 403];
const readersOfTenant = (status: number): Row => [401, 401, 403, status, status, status, 404, 403];
const adminsOfTenant = (status: number): Row => [401, 401, 403, 403, 403, status, 404, 403];

/** Every operation of the OpenAPI document and the exact status for each caller. */
export const AUTHORIZATION: Readonly<Record<string, Row>> = {
  'POST /v1/queries': askers(202),
  'POST /v1/queries/batch': askers(202),
  'GET /v1/queries': askers(200),
  'GET /v1/queries/{id}': ownerAndAdmin(200),
  'GET /v1/queries/{id}/events': ownerAndAdmin(200),
  'DELETE /v1/queries/{id}': ownerAndAdmin(200),
  'POST /v1/queries/{id}/cancel': ownerAndAdmin(200),
  'POST /v1/queries/{id}/feedback': ownerAndAdmin(204),
  'GET /v1/feedback': admins(200),
  'POST /v1/search': askers(200),

  'POST /v1/documents': admins(202),
  'GET /v1/documents': readers(200),
  'GET /v1/documents/{id}': readersOfTenant(200),
  'PATCH /v1/documents/{id}': adminsOfTenant(200),
  'DELETE /v1/documents/{id}': adminsOfTenant(204),
  'GET /v1/ingestions/{id}': [401, 401, 403, 404, 404, 200, 404, 403],
  'GET /v1/ingestions/{id}/events': [401, 401, 403, 404, 404, 200, 404, 403],

  'GET /v1/webhook-secret': admins(200),
  'POST /v1/webhook-secret/rotate': admins(200),
  'GET /v1/webhook-deliveries': admins(200),
  'POST /v1/webhook-deliveries/redeliver': admins(202),
  'POST /v1/webhook-deliveries/{id}/redeliver': adminsOfTenant(202),
  'GET /v1/webhook-endpoints': admins(200),
  'POST /v1/webhook-endpoints/{id}/enable': adminsOfTenant(200),

  'GET /v1/cache/stats': readers(200),
  'DELETE /v1/cache': admins(200),
  'POST /v1/cache/warm': admins(202),
  'GET /v1/cache/warm/{id}': readersOfTenant(200),
  'GET /v1/cache/warmings': readers(200),

  'GET /v1/costs': readers(200),
  'GET /v1/costs/usage': admins(200),
  'POST /v1/costs/estimate': readers(200),
  'GET /v1/costs/vector-databases': readers(200),
  'GET /v1/budget': admins(200),
  'PUT /v1/budget': admins(200),
  'GET /v1/answer-settings': admins(200),
  'PUT /v1/answer-settings': admins(200),

  'GET /v1/me': principals(200),
  'POST /v1/api-keys': admins(201),
  'GET /v1/api-keys': admins(200),
  'POST /v1/api-keys/{id}/rotate': adminsOfTenant(201),
  'DELETE /v1/api-keys/{id}': adminsOfTenant(204),
  'POST /v1/revocations': admins(201),
  'GET /v1/revocations': admins(200),
  'DELETE /v1/revocations/{id}': adminsOfTenant(204),

  'GET /v1/degradation': readersAndOperators(200),
  'PUT /v1/degradation': adminsAndOperators(200),
  'GET /v1/breakers': readersAndOperators(200),
  'GET /metrics': operators(200),

  'GET /v1/audit': adminsAndOperators(200),
  'GET /v1/audit/verify': adminsAndOperators(200),
  'POST /v1/tenants': operators(201),
  'GET /v1/tenants': operators(200),
  'GET /v1/tenants/{id}': [401, 401, 403, 403, 403, 200, 404, 200],
  'PATCH /v1/tenants/{id}': operators(200),
  'DELETE /v1/tenants/{id}': operators(202),
  'DELETE /v1/users/{id}/data': admins(202),
  'GET /v1/erasures/{id}': adminsOfTenant(200),

  'GET /healthz': everybody(200),
  'GET /readyz': everybody(200),
  'GET /openapi.json': everybody(200),
  'GET /docs': everybody(301),
  'GET /': everybody(200),
};
