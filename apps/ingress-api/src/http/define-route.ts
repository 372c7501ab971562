import { Fault, type Permission, type Principal, type TenantPrincipal } from '@ragfleet/kernel';
import { z } from 'zod';
import { parseInput } from './parse-input.ts';
import type {
  AuditTarget,
  Access,
  BodyFacts,
  RawRequest,
  Reply,
  Route,
  RouteFacts,
  UploadFacts,
  UploadRequest,
} from './route.ts';

const nothing = z.object({});
type Nothing = typeof nothing;

interface TypedFacts<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType>
  extends Omit<RouteFacts, 'params' | 'query' | 'body'> {
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: BodyFacts<Body>;
  /** What an audited request is about; its path's id, else its tenant, when left out. null is not audited. */
  readonly auditTarget?: (
    request: Pick<
      RouteRequest<unknown, z.output<Params>, z.output<Query>, z.output<Body>>,
      'params' | 'query' | 'body'
    >,
  ) => AuditTarget | null;
}

/** A request after its schemas: what the handler reads is valid. */
export interface RouteRequest<Caller, Params, Query, Body>
  extends Omit<RawRequest, 'caller' | 'params' | 'query' | 'body'> {
  readonly caller: Caller;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The JSON as it came, for digests. */
  readonly rawBody: unknown;
}

type Handler<Caller, Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType> = (
  request: RouteRequest<Caller, z.output<Params>, z.output<Query>, z.output<Body>>,
) => Promise<Reply>;

/** A route inside a tenant, for callers with at least one of these permissions. */
export function tenantRoute<
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Body extends z.ZodType = z.ZodUndefined,
>(
  anyOf: readonly Permission[],
  facts: TypedFacts<Params, Query, Body>,
  handle: Handler<TenantPrincipal, Params, Query, Body>,
): Route {
  return defineRoute({ who: 'tenant', anyOf }, facts, tenantOf, handle);
}

/** The same route for a body with files. */
export function withUpload(
  route: Route,
  upload: UploadFacts,
  handleUpload: (request: UploadRequest) => Promise<Reply>,
): Route {
  if (route.answer.kind !== 'handler') throw new Fault('internal', 'Only a route that is built takes files.');
  return { ...route, upload, answer: { ...route.answer, handleUpload } };
}

/** A route for callers of a tenant with at least one of these permissions and, for the fleet as a whole, operators. */
export function fleetOrTenantRoute<
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Body extends z.ZodType = z.ZodUndefined,
>(
  anyOf: readonly Permission[],
  facts: TypedFacts<Params, Query, Body>,
  handle: Handler<Principal, Params, Query, Body>,
): Route {
  return defineRoute({ who: 'tenant-or-operator', anyOf }, facts, callerOf, handle);
}

/** A route for those who run the fleet. */
export function operatorRoute<
  Params extends z.ZodObject = Nothing,
  Query extends z.ZodObject = Nothing,
  Body extends z.ZodType = z.ZodUndefined,
>(facts: TypedFacts<Params, Query, Body>, handle: Handler<Principal | null, Params, Query, Body>): Route {
  return defineRoute({ who: 'operator' }, facts, (caller) => caller, handle);
}

/** A route that asks for no credential. */
export function publicRoute(facts: RouteFacts, handle: (request: RawRequest) => Promise<Reply>): Route {
  return { ...facts, access: { who: 'anyone' }, answer: { kind: 'handler', handle } };
}

function defineRoute<Caller, Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType>(
  access: Access,
  facts: TypedFacts<Params, Query, Body>,
  narrow: (caller: Principal | null) => Caller,
  handle: Handler<Caller, Params, Query, Body>,
): Route {
  const { auditTarget, ...rest } = facts;
  const parse = async (raw: RawRequest): Promise<Reply> => {
    const request = {
      ...raw,
      caller: narrow(raw.caller),
      params: parsePath(facts.params, raw.params),
      query: parseGiven(facts.query, raw.query),
      body: parseGiven(facts.body?.schema, raw.body),
      rawBody: raw.body,
    };
    const target = auditTarget === undefined ? usualTarget(raw) : auditTarget(request);
    // What cannot be held to account is not done.
    if (rest.audits !== undefined && target !== null) await raw.audit({ action: rest.audits, target });
    return handle(request);
  };
  return { ...rest, access, answer: { kind: 'handler', handle: parse } };
}

const withId = z.object({ id: z.string() });

function usualTarget({ params, caller }: RawRequest): string {
  const ofTenant = caller?.kind === 'tenant' ? caller.tenantId : 'fleet';
  return withId.safeParse(params).data?.id ?? ofTenant;
}

// Without a schema the type parameter is the default one, of which nothing can be read.
function parseGiven<Schema extends z.ZodType>(schema: Schema | undefined, value: unknown): z.output<Schema>;
function parseGiven(schema: z.ZodType | undefined, value: unknown): unknown {
  return schema === undefined ? undefined : parseInput(schema, value);
}

function parsePath<Schema extends z.ZodType>(schema: Schema | undefined, value: unknown): z.output<Schema> {
  try {
    return parseGiven(schema, value);
  } catch (cause) {
    // An id that cannot be one names nothing.
    throw new Fault('not-found', 'There is nothing here under this id.', { cause });
  }
}

function callerOf(caller: Principal | null): Principal {
  if (caller !== null) return caller;
  throw new Fault('internal', 'A route that asks for a credential was reached without one.');
}

/** The caller of a tenant route. */
export function tenantOf(caller: Principal | null): TenantPrincipal {
  if (caller?.kind === 'tenant') return caller;
  throw new Fault('internal', 'A tenant route was reached without a tenant.');
}
