import { Fault } from '@ragfleet/kernel';
import type { AnswerModels } from '../answer/answer-ports.ts';
import type { AnswerModel } from '../ports/models.ts';
import { configuredModels, ladderModels } from './ladders.ts';
import type { RouteRequest } from './route-contract.ts';

/**
 * The model that the caller named; null when none was. Fault `invalid-input` when it is not configured or not allowed: no
 * other one answers in its place.
 */
export function requestedModel(
  models: AnswerModels,
  { requested, allowedModels }: Pick<RouteRequest, 'requested' | 'allowedModels'>,
): AnswerModel | null {
  if (requested === null) return null;
  const known = allowedModels === null ? ladderModels(models) : configuredModels(models);
  const model = known.find(({ name }) => name === requested);
  if (model === undefined)
    throw new Fault('invalid-input', 'This model is not configured. Leave "model" out, or name one that is.');
  if (allowedModels?.includes(requested) ?? true) return model;
  throw new Fault(
    'invalid-input',
    'This model is not among those that your tenant allows. Leave "model" out, or name one that is.',
  );
}
