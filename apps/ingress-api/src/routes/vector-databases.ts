import { vectorDatabasePrices, vectorDatabasesQuery } from '@ragfleet/contracts';
import { compareVectorDatabases, vectorDatabasesReply } from '@ragfleet/pricing';
import { tenantRoute } from '../http/define-route.ts';
import { ok } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { MAY_READ } from './permissions.ts';

/** Vector databases side by side, by their lists. */
export function vectorDatabasesRoute(): Route {
  return tenantRoute(
    MAY_READ,
    {
      method: 'get',
      path: '/v1/costs/vector-databases',
      operationId: 'compareVectorDatabases',
      summary: 'Compare vector databases by price',
      tag: 'Costs',
      query: vectorDatabasesQuery,
      replies: {
        200: { description: 'US dollars a month, the cheapest first.', schema: vectorDatabasePrices },
      },
    },
    async ({ query }) => {
      const compared = compareVectorDatabases({
        vectors: query.vectors,
        dimension: query.dimension,
        readsPerMonth: query.queries_per_month,
        writesPerMonth: query.writes_per_month,
      });
      return ok(vectorDatabasesReply(compared));
    },
  );
}
