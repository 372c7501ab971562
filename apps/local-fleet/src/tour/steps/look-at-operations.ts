import { expectThat, type TourContext, type TourStep } from '../tour-context.ts';

const REQUEST_TIMEOUT_MS = 10_000;

/** What it cost, and where operators look. */
export const lookAtOperations: readonly TourStep[] = [
  { name: 'what it cost', run: readCosts },
  { name: 'the dashboard, behind sign-in', run: openDashboard },
];

async function readCosts({ as, signal }: TourContext): Promise<string> {
  const costs = await as('admin').costs({}, { signal });
  expectThat(costs.queries > 0, 'the report counts the queries of the tour');
  const hitRate = Math.round(costs.cache_hit_rate * 100);
  return `${costs.queries} queries, $${costs.total_usd.toFixed(4)} in all, ${hitRate} % from the cache`;
}

async function openDashboard({ description, signal }: TourContext): Promise<string> {
  const { dashboard_url, dashboard_user, dashboard_password } = description;
  const credentials = Buffer.from(`${dashboard_user}:${dashboard_password}`).toString('base64');
  const statusWith = async (headers: Record<string, string>): Promise<number> => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]);
    const response = await fetch(dashboard_url, { headers, signal: limit });
    await response.body?.cancel();
    return response.status;
  };
  const stranger = await statusWith({});
  const operator = await statusWith({ authorization: `Basic ${credentials}` });
  expectThat(stranger === 401, `without sign-in the dashboard answers 401, not ${stranger}`);
  expectThat(operator === 200, `the operator sees the dashboard, not ${operator}`);
  return `${dashboard_url} as ${dashboard_user}`;
}
