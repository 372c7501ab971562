import { Fault } from '@ragfleet/kernel';
import { type Tracing, withDeadline } from '@ragfleet/service-runtime';
import type { Identity } from '@ragfleet/identity';
import type { Request, RequestHandler, Response } from 'express';
import { authorize } from './authorize.ts';
import type { BodyMemory } from './body-memory.ts';
import type { EventStreams } from './event-stream.ts';
import { createBodyReader } from './json-body.ts';
import { tenantOf } from './define-route.ts';
import { readParts } from './multipart/read-parts.ts';
import { ownerOf } from './keyed-semaphore.ts';
import { contextOf, type RequestContext } from './request-context.ts';
import type { BodyFacts, RawRequest, Reply, Route } from './route.ts';
import type { AuditTrail } from './audit-trail.ts';
import { traceRequests } from './trace-request.ts';
import type { UploadLimiter } from './upload-limiter.ts';

export interface ServeOptions {
  readonly identity: Identity;
  readonly eventStreams: EventStreams;
  readonly bodyMemory: BodyMemory;
  readonly uploadLimiter: UploadLimiter;
  readonly auditTrail: AuditTrail;
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal;
  readonly tracing: Tracing;
}

/** What a request may wait for Redis in all, so that an outage is answered within 2.5 s. */
const REDIS_BUDGET_MS = 2_300;

/** One route as express runs it: authenticate, authorize, read the body, validate and handle, reply. */
export function serveRoute(route: Route, options: ServeOptions): RequestHandler {
  const { identity, eventStreams, stopping } = options;
  const handle = createHandler(route, options);

  return traceRequests(route, options.tracing, async (request, response) => {
    const context = contextOf(request);
    context.route = route.path;
    const budget = createBudget();
    if (route.access.who !== 'anyone') {
      context.caller = await budget.spend(identity.authenticate(request.headers.authorization));
    }
    authorize(context.caller, route.access);
    const signal = signalOfClient(response);
    const reply = await handle({ request, response, context, budget, signal });
    if (reply.kind === 'events')
      await eventStreams.send(request, response, reply, AbortSignal.any([stopping, signal]));
    else sendReply(response, reply);
  });
}

interface Call {
  readonly request: Request;
  readonly response: Response;
  readonly context: RequestContext;
  readonly budget: Budget;
  readonly signal: AbortSignal;
}

/** The handler for one body, or that for files where the request brings files and the route takes them. */
function createHandler(route: Route, options: ServeOptions): (call: Call) => Promise<Reply> {
  const handleBody = createBodyHandler(route, options);
  const { answer, upload } = route;
  const handleUpload = answer.kind === 'handler' ? answer.handleUpload : undefined;
  if (upload === undefined || handleUpload === undefined) return handleBody;
  return async (call) => {
    const { request, context } = call;
    if (typeof request.is('multipart/form-data') !== 'string') return handleBody(call);
    const caller = tenantOf(context.caller);
    using _ = options.uploadLimiter.take(caller.tenantId);
    const action = { action: route.audits ?? route.operationId, target: 'upload' };
    await call.budget.spend(options.auditTrail.action(caller, action));
    return await handleUpload({ caller, parts: readParts(request, upload.limits) });
  };
}

function createBodyHandler(
  route: Route,
  { bodyMemory, auditTrail, stopping }: ServeOptions,
): (call: Call) => Promise<Reply> {
  const readBody = route.body === undefined ? null : createBodyReader(route.body, route.upload !== undefined);
  return async ({ request, response, context, budget, signal }) => {
    const handle = handlerOf(route);
    using _ =
      readBody === null ? null : bodyMemory.reserve(ownerOf(context.caller), sizeOf(request, route.body));
    const raw: RawRequest = {
      caller: context.caller,
      params: request.params,
      query: request.query,
      body: readBody === null ? undefined : await readBody(request, response),
      requestId: context.requestId,
      signal,
      stopping,
      header: (name) => request.get(name),
      audit: (action) => auditTrail.action(context.caller, action),
      withinBudget: (work) => budget.spend(work),
    };
    const work = handle(raw);
    return await (route.budgetMs === 'own' ? work : budget.spend(work, route.budgetMs));
  };
}

function handlerOf({ answer }: Route): (request: RawRequest) => Promise<Reply> {
  switch (answer.kind) {
    case 'handler':
      return (request) => answer.handle(request);
    case 'page':
      throw new Fault('internal', 'A page was reached as a route.');
    default:
      return answer satisfies never;
  }
}

interface Budget {
  /** Waits for the stores; the time that the body took to arrive is not counted. */
  spend<T>(work: Promise<T>, limitMs?: number): Promise<T>;
}

function createBudget(): Budget {
  let spentMs = 0;
  return {
    spend: async (work, limitMs = REDIS_BUDGET_MS) => {
      const startedAtMs = performance.now();
      try {
        return await withDeadline(work, Math.max(1, limitMs - spentMs), 'The request');
      } finally {
        spentMs += performance.now() - startedAtMs;
      }
    },
  };
}

/** What the body will hold of memory: its announced length, or the limit where that says nothing. */
function sizeOf(request: Request, { maxBytes = 0 }: Partial<BodyFacts> = {}): number {
  const announced = Number(request.headers['content-length'] ?? maxBytes);
  const isPacked = request.headers['content-encoding'] !== undefined;
  return isPacked ? maxBytes : Math.min(announced, maxBytes);
}

/** Aborts when the client goes before its reply is out; a reply that is out leaves nothing to abort. */
function signalOfClient(response: Response): AbortSignal {
  const controller = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort(new Fault('canceled', 'The client has gone.'));
  });
  return controller.signal;
}

function sendReply(response: Response, reply: Exclude<Reply, { kind: 'events' }>): void {
  if (response.destroyed) return;
  response.setHeader('Cache-Control', 'no-store');
  switch (reply.kind) {
    case 'empty':
      response.status(204).end();
      return;
    case 'text':
      response.status(200).type(reply.contentType).send(reply.text);
      return;
    case 'json':
      response
        .status(reply.status)
        .set({ ...reply.headers })
        .json(reply.body);
  }
}
