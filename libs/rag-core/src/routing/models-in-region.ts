import { Fault } from '@ragfleet/kernel';
import type { AnswerModels } from '../answer/answer-ports.ts';
import type { AnswerModel } from '../ports/models.ts';
import { configuredModels, ladderModels } from './ladders.ts';

/**
 * The models that a tenant's questions may reach: those of the fleet's region, and behind all of them, where the tenant
 * lets questions leave it, those of another one. Fault `internal` when none is left: a fleet does not start like that.
 */
export function modelsInRegion(models: AnswerModels, mayLeave: boolean): AnswerModels {
  const { elsewhere = new Set() } = models;
  if (elsewhere.size === 0) return models;
  const isHome = ({ name }: AnswerModel): boolean => !elsewhere.has(name);
  const ladder = ladderModels(models);
  const home = ladder.filter(isHome);
  const [best] = home;
  if (best === undefined) throw new Fault('internal', 'No answer model of this fleet is in its region.');
  const premium = isHome(models.premium) ? models.premium : best;
  const below = home.find((model) => model !== premium) ?? premium;
  const standard = isHome(models.standard) ? models.standard : below;
  const spare = home.filter((model) => model !== premium && model !== standard);
  const away = ladder.filter((model) => !isHome(model));
  const others = (models.others ?? []).filter((model) => mayLeave || isHome(model));
  return { premium, standard, fallbacks: mayLeave ? [...spare, ...away] : spare, others, elsewhere };
}

/** True when a tenant wants models that the fleet has, and may reach none of them: no other one answers in their place. */
export function isLadderOutOfReach(
  all: AnswerModels,
  reachable: AnswerModels,
  names: readonly string[] | null,
): boolean {
  if (names === null) return false;
  const isAmong = (models: AnswerModels): boolean =>
    configuredModels(models).some(({ name }) => names.includes(name));
  return isAmong(all) && !isAmong(reachable);
}
