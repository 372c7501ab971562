import { Router } from 'express';
import { MethodRefusal } from './method-refusal.ts';
import type { Route } from './route.ts';
import { type ServeOptions, serveRoute } from './serve-route.ts';

/** A router that answers every route of the table, and 405 with `Allow` where the path is known and the method is not. */
export function mountRoutes(routes: readonly Route[], options: ServeOptions): Router {
  const router = Router();
  // Fixed paths first: `/v1/queries/batch` is not the query named batch.
  const served = routes.filter(({ answer }) => answer.kind !== 'page');
  const paths = [...Map.groupBy(served, (route) => route.path)].toSorted(
    ([left], [right]) => parametersIn(left) - parametersIn(right),
  );
  for (const [path, group] of paths) {
    const at = router.route(path.replaceAll(/\{(\w+)\}/g, ':$1'));
    for (const route of group) at[route.method](serveRoute(route, options));
    const allowed = group.map((route) => route.method.toUpperCase()).join(', ');
    at.all((_request, _response, next) => next(new MethodRefusal(allowed)));
  }
  return router;
}

const parametersIn = (path: string): number => path.split('{').length - 1;
