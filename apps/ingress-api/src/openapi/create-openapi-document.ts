import { problem, problemStatus, problemTitle } from '@ragfleet/contracts';
import type { FaultKind } from '@ragfleet/kernel';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponsesObject,
} from 'zod-openapi';
import type { Access, ReplyFacts, Route } from '../http/route.ts';

const VERSION = '1.0.0';
const SECURITY_SCHEME = 'apiKey';

/** OpenAPI 3.1 from the table of routes: what is checked is what is written. */
export function createOpenApiDocument(
  routes: readonly Route[],
  publicUrl: string | null,
): ReturnType<typeof createDocument> {
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Ragfleet',
      version: VERSION,
      description:
        'Answers questions over your documents, with citations. `x-permissions` says what an operation asks for; ' +
        'one of them is enough.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl ?? '/' }],
    security: [{ [SECURITY_SCHEME]: [] }],
    components: {
      securitySchemes: {
        [SECURITY_SCHEME]: { type: 'http', scheme: 'bearer', bearerFormat: 'rag_<env>_<id>_<secret>' },
      },
    },
    paths: pathsOf(routes),
  });
}

function pathsOf(routes: readonly Route[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const [path, group] of Map.groupBy(routes, (route) => route.path)) {
    paths[path] = Object.fromEntries(group.map((route) => [route.method, operationOf(route)]));
  }
  return paths;
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  const { operationId, summary, tag, params, query, headers, body, upload } = route;
  return {
    operationId,
    summary,
    tags: [tag],
    ...(route.access.who === 'anyone' && { security: [] }),
    'x-permissions': permissionsOf(route.access),
    requestParams: {
      ...(params !== undefined && { path: params }),
      ...(query !== undefined && { query }),
      ...(headers !== undefined && { header: headers }),
    },
    ...(body !== undefined && {
      requestBody: {
        required: true,
        content: {
          'application/json': { schema: body.schema },
          ...(upload !== undefined && { 'multipart/form-data': { schema: upload.schema } }),
        },
      },
    }),
    responses: responsesOf(route),
  };
}

function permissionsOf(access: Access): string[] {
  switch (access.who) {
    case 'anyone':
      return [];
    case 'operator':
      return ['operator'];
    case 'tenant':
      return [...access.anyOf];
    case 'tenant-or-operator':
      return [...access.anyOf, 'operator'];
    default:
      return access satisfies never;
  }
}

function responsesOf(route: Route): ZodOpenApiResponsesObject {
  const replies = Object.entries(route.replies).map(
    ([status, facts]) => [status, responseOf(facts)] as const,
  );
  const problems = Map.groupBy(faultsOf(route), problemStatus);
  return {
    ...Object.fromEntries(replies),
    ...Object.fromEntries([...problems].map(([status, kinds]) => [String(status), problemResponse(kinds)])),
  };
}

function responseOf({ description, schema, contentType }: ReplyFacts) {
  const type = contentType ?? (schema === undefined ? undefined : 'application/json');
  return {
    description,
    headers: { 'X-Request-Id': { schema: { type: 'string' as const } } },
    ...(type !== undefined && { content: { [type]: schema === undefined ? {} : { schema } } }),
  };
}

function problemResponse(kinds: readonly FaultKind[]) {
  const description = `${[...new Set(kinds.map(problemTitle))].join('; ')}.`;
  return { description, content: { 'application/problem+json': { schema: problem } } };
}

/** What can go wrong with a route, from what it declares: credential, body, schemas, stores. */
function faultsOf(route: Route): FaultKind[] {
  const isOpen = route.access.who === 'anyone';
  const hasInput = route.query !== undefined || route.body !== undefined || route.headers !== undefined;
  return [
    ...(isOpen ? [] : (['unauthenticated', 'forbidden', 'rate-limited', 'unavailable'] as const)),
    ...(hasInput ? (['invalid-input'] as const) : []),
    ...(route.params === undefined ? [] : (['not-found'] as const)),
    ...(route.body === undefined ? [] : (['malformed', 'too-large', 'unsupported-media-type'] as const)),
    ...(route.upload === undefined ? [] : (['overloaded', 'expired'] as const)),
    ...(route.faults ?? []),
    'internal',
  ];
}
