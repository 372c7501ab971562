import type { StreamEvent } from '@ragfleet/job-queue';
import type { FaultKind, Permission, Principal, TenantPrincipal } from '@ragfleet/kernel';
import type { z } from 'zod';
import type { Part, PartLimits } from './multipart/contract.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** Who may call a route. Of `anyOf` one permission is enough; the first is named in a refusal. */
export type Access =
  | { readonly who: 'anyone' }
  | { readonly who: 'operator' }
  | { readonly who: 'tenant' | 'tenant-or-operator'; readonly anyOf: readonly Permission[] };

export interface BodyFacts<Schema extends z.ZodType = z.ZodType> {
  readonly schema: Schema;
  readonly maxBytes: number;
}

/** The other body of a route: a form with files, as multipart/form-data. */
export interface UploadFacts {
  /** For the document alone: the handler checks each field as it comes. */
  readonly schema: z.ZodType;
  readonly limits: PartLimits;
}

export interface ReplyFacts {
  readonly description: string;
  readonly schema?: z.ZodType;
  /** `application/json` when a schema is given. */
  readonly contentType?: string;
}

/** A route as data: the router, the OpenAPI document and the authorisation matrix read the same table. */
export interface RouteFacts {
  readonly method: Method;
  /** As OpenAPI writes it: `/v1/queries/{id}`. */
  readonly path: `/${string}`;
  readonly operationId: string;
  readonly summary: string;
  readonly tag: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** Request headers, for the document alone: handlers read and check them. */
  readonly headers?: z.ZodObject;
  readonly body?: BodyFacts;
  readonly upload?: UploadFacts;
  readonly replies: Readonly<Record<number, ReplyFacts>>;
  /** What it refuses with, beyond what every route of its kind may. */
  readonly faults?: readonly FaultKind[];
  /** How long the handler may take. `own` when it keeps the budget itself. */
  readonly budgetMs?: number | 'own';
  /** What the audit log calls it, as `api-key.create`. It is written down before it is done, and not done when it cannot be. */
  readonly audits?: string;
}

/** What is written down before a request is handled. */
export interface AuditedAction {
  readonly action: string;
  readonly target: AuditTarget;
}

/** What is changed. A person is kept under a pseudonym, so that the log can forget them. */
export type AuditTarget = string | readonly string[] | { readonly person: string };

/** What a handler gets before its schemas have been applied. */
export interface RawRequest {
  readonly caller: Principal | null;
  readonly params: unknown;
  readonly query: unknown;
  /** Parsed JSON, or undefined where the route takes no body. */
  readonly body: unknown;
  readonly requestId: string;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
  /** Aborts when the server stops: for who waits until something happens. Work that is under way is finished. */
  readonly stopping: AbortSignal;
  header(name: string): string | undefined;
  /** Writes down what is about to be done. Faults: unavailable, when it cannot be. */
  audit(action: AuditedAction): Promise<void>;
  /** The work's outcome, or a Fault `timeout` when the time that a request may wait for its stores is used up. */
  withinBudget<T>(work: Promise<T>): Promise<T>;
}

/** What the handler of an upload gets. The parts come as the client sends them, and only as fast as they are taken. */
export interface UploadRequest {
  readonly caller: TenantPrincipal;
  readonly parts: AsyncIterable<Part>;
}

export type Reply =
  | {
      readonly kind: 'json';
      readonly status: number;
      readonly body: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'text'; readonly contentType: string; readonly text: string }
  | { readonly kind: 'empty' }
  | {
      readonly kind: 'events';
      /** Every event after `afterId`; ends by itself. */
      readonly open: (afterId: string | null, signal: AbortSignal) => AsyncIterable<StreamEvent>;
    };

export interface Route extends RouteFacts {
  readonly access: Access;
  readonly answer:
    | {
        readonly kind: 'handler';
        handle(request: RawRequest): Promise<Reply>;
        /** Where the route has an `upload`. */
        readonly handleUpload?: (request: UploadRequest) => Promise<Reply>;
      }
    /** HTML for people, which the router of the pages serves. */
    | { readonly kind: 'page' };
}
