import { Fault } from '@ragfleet/kernel';
import type { AnswerModels } from '../answer/answer-ports.ts';
import type { AnswerModel } from '../ports/models.ts';
import type { Complexity } from './complexity.ts';
import { judgeComplexity } from './judge-complexity.ts';
import { ladderModels } from './ladders.ts';
import { requestedModel } from './requested-model.ts';
import { LOWER_QUALITY, MODEL_MATRIX } from './model-matrix.ts';
import type { RouteDecision, RouteReason, RouteRequest } from './route-contract.ts';
import { typicalCostUsd } from './typical-cost.ts';

/**
 * The models to try, in order, and why they are not the usual ones. A fallback is never dearer than the model that
 * failed: it stands below it on the ladder. Fault `invalid-input` for a named model that is not configured or not
 * allowed; `too-large` when no model's window has room for a single passage.
 */
export function routeModels(models: AnswerModels, request: RouteRequest): RouteDecision {
  const complexity = (request.judge ?? judgeComplexity)(request.question);
  const requested = requestedModel(models, request);
  if (request.pressure === 'no-model') return { models: [], complexity, reasons: ['budget-passages'] };
  const chosen = choose(models, request, { complexity, requested });
  const tried = [chosen.model, ...below(models, request, chosen.model)];
  const withRoom = tried.filter((model) => request.fitOf(model) !== 'none');
  if (withRoom.length > 0) return { models: withRoom, complexity, reasons: chosen.reasons };
  throw new Fault(
    'too-large',
    'Question and history leave no room for documents in the window of the model. Shorten them, or name a model with a larger window.',
  );
}

interface Choice {
  readonly model: AnswerModel;
  readonly reasons: readonly RouteReason[];
}

function choose(
  models: AnswerModels,
  request: RouteRequest,
  asked: { readonly complexity: Complexity; readonly requested: AnswerModel | null },
): Choice {
  const usual = asked.requested ?? models[MODEL_MATRIX[asked.complexity][request.quality]];
  if (request.pressure === 'smaller-model') return cheapest(models, request, usual);
  if (asked.requested !== null) return { model: usual, reasons: [] };
  const affordable = withinBudget(models, request, { complexity: asked.complexity, usual });
  return withRoomFor(models, request, inTime(models, request, affordable));
}

/** The budget comes before what the caller named: a model's name is no way around it. */
function cheapest(models: AnswerModels, request: RouteRequest, usual: AnswerModel): Choice {
  const priceOf = ({ name }: AnswerModel): number => typicalCostUsd(name, request.prices);
  const ladder = ladderModels(models).filter((model) => request.fitOf(model) !== 'none');
  const [model = usual] = [usual, ...ladder].toSorted((one, other) => priceOf(one) - priceOf(other));
  return { model, reasons: model.name === usual.name ? [] : ['budget-model'] };
}

function withinBudget(
  models: AnswerModels,
  { pressure, quality }: RouteRequest,
  { complexity, usual }: { readonly complexity: Complexity; readonly usual: AnswerModel },
): Choice {
  if (pressure !== 'lower-quality') return { model: usual, reasons: [] };
  const lower = models[MODEL_MATRIX[complexity][LOWER_QUALITY[quality]]];
  return { model: lower, reasons: lower.name === usual.name ? [] : ['budget-quality'] };
}

function inTime({ standard }: AnswerModels, { isLate }: RouteRequest, choice: Choice): Choice {
  if (!isLate || choice.model.name === standard.name) return choice;
  return { model: standard, reasons: [...choice.reasons, 'faster-model'] };
}

/** A prompt that the window does not hold goes to the next model that holds it, cheaper ones first; else to the largest. */
function withRoomFor(models: AnswerModels, { fitOf }: RouteRequest, choice: Choice): Choice {
  if (fitOf(choice.model) === 'whole') return choice;
  const ladder = ladderModels(models);
  const at = ladder.findIndex(({ name }) => name === choice.model.name);
  const nearest = [...ladder.slice(at + 1), ...ladder.slice(0, at).toReversed()];
  const [largest = choice.model] = [choice.model, ...nearest].toSorted(
    (one, other) => other.contextWindowTokens - one.contextWindowTokens,
  );
  const model = nearest.find((other) => fitOf(other) === 'whole') ?? largest;
  return model.name === choice.model.name ? choice : { model, reasons: [...choice.reasons, 'larger-window'] };
}

/** What is tried when the first one fails. A model off the ladder, and a drained budget, go by the price list. */
function below(models: AnswerModels, request: RouteRequest, first: AnswerModel): readonly AnswerModel[] {
  const ladder = ladderModels(models);
  const at = ladder.findIndex(({ name }) => name === first.name);
  const rest = ladder.slice(at + 1);
  if (at >= 0 && request.pressure !== 'smaller-model') return rest;
  const limitUsd = typicalCostUsd(first.name, request.prices);
  return rest.filter(({ name }) => typicalCostUsd(name, request.prices) <= limitUsd);
}
