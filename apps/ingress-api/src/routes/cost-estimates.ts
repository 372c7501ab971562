import { costEstimate, costEstimateSubmission, LIMITS } from '@ragfleet/contracts';
import { Fault, type InputProblem } from '@ragfleet/kernel';
import { costEstimateReply, estimateCost, isPriced, type PriceList, scenarioOf } from '@ragfleet/pricing';
import type { z } from 'zod';
import { tenantRoute } from '../http/define-route.ts';
import { pointerOf } from '../http/parse-input.ts';
import { ok } from '../http/replies.ts';
import type { Route } from '../http/route.ts';
import { MAY_READ } from './permissions.ts';

type Submission = z.output<typeof costEstimateSubmission>;

/** A bill before it comes, in the prices of this fleet. */
export function costEstimateRoute({ prices }: { readonly prices: PriceList }): Route {
  return tenantRoute(
    MAY_READ,
    {
      method: 'post',
      path: '/v1/costs/estimate',
      operationId: 'estimateCosts',
      summary: 'Estimate a monthly bill',
      tag: 'Costs',
      body: { schema: costEstimateSubmission, maxBytes: LIMITS.queryBodyBytes },
      replies: {
        200: { description: 'US dollars over the days that were asked for.', schema: costEstimate },
      },
    },
    async ({ body }) => {
      refuseUnpriced(body, prices);
      return ok(costEstimateReply(estimateCost(scenarioOf(body), prices), body.days, prices.asOf));
    },
  );
}

function refuseUnpriced(body: Submission, prices: PriceList): void {
  const named = [
    ...Object.keys(body.model_distribution).map((model) => ({ model, path: ['model_distribution', model] })),
    { model: body.embedding_model, path: ['embedding_model'] },
  ];
  const message = `This model has no price. Priced are: ${Object.keys(prices.models).join(', ')}.`;
  const problems = named
    .filter(({ model }) => !isPriced(model, prices))
    .map(({ path }): InputProblem => ({ pointer: pointerOf(path), message }));
  if (problems.length === 0) return;
  throw new Fault(
    'invalid-input',
    'Name models that `errors` says are priced, or add the others to MODEL_PRICES of the fleet.',
    { problems },
  );
}
