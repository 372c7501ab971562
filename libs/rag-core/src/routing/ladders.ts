import type { AnswerModels } from '../answer/answer-ports.ts';
import type { AnswerModel } from '../ports/models.ts';

/**
 * The ladder that a tenant wants, best model first: the first answers demanding questions, the second the others, the rest
 * follow when those fail; the other configured ones can be named by callers alone. Names that are not configured are
 * passed over, and a ladder of which nothing is left is the fleet's. Models of another region come last, whatever the
 * order of the names: they are there for when the others fail.
 */
export function ownLadder(models: AnswerModels, names: readonly string[] | null): AnswerModels {
  if (names === null) return models;
  const configured = configuredModels(models);
  const chosen = [...new Set(names)].flatMap((name) => configured.filter((model) => model.name === name));
  const isAway = ({ name }: AnswerModel): boolean => models.elsewhere?.has(name) === true;
  const home = chosen.filter((model) => !isAway(model));
  const away = chosen.filter(isAway);
  const [nearest, behind] = home.length > 0 ? [home, away] : [away, []];
  const [premium, standard = premium, ...rest] = nearest;
  if (premium === undefined || standard === undefined) return models;
  const others = configured.filter((model) => !chosen.includes(model));
  return { ...models, premium, standard, fallbacks: [...rest, ...behind], others };
}

/** The models that questions are routed to and fall back to, best first, each once. */
export const ladderModels = ({ premium, standard, fallbacks }: AnswerModels): readonly AnswerModel[] =>
  distinct([premium, standard, ...fallbacks]);

/** Those of the ladder, and those that callers alone can name. */
export const configuredModels = (models: AnswerModels): readonly AnswerModel[] =>
  distinct([...ladderModels(models), ...(models.others ?? [])]);

const distinct = (models: readonly AnswerModel[]): readonly AnswerModel[] =>
  models.filter(({ name }, index) => models.findIndex((model) => model.name === name) === index);
