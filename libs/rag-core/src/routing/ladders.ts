import { Fault } from '@ragfleet/kernel';
import type { AnswerModels } from '../answer/answer-ports.ts';
import type { AnswerModel } from '../ports/models.ts';

export interface LadderOptions {
  /** Everything that is configured. */
  readonly models: AnswerModels;
  /** Of this fleet. */
  readonly region: string;
  /** Names by region, best model first. No other model is called in that region. */
  readonly regions?: Readonly<Record<string, readonly string[]>>;
  /** Names by tenant, best model first: out of those of the region. */
  readonly tenants?: Readonly<Record<string, readonly string[]>>;
}

/**
 * The ladder of each tenant. The first name answers demanding questions, the second the others, the rest follow when
 * those fail. Names of models that are not configured are left out; Fault `invalid-input` at once for a ladder of
 * which nothing is left.
 */
export function createLadders(options: LadderOptions): (tenantId: string) => AnswerModels {
  const { models, region, regions = {}, tenants = {} } = options;
  const regional = Object.hasOwn(regions, region)
    ? { ...ladderOf(models, regions[region] ?? [], `region ${region}`), others: [] }
    : models;
  const own = new Map(
    Object.entries(tenants).map(([tenantId, names]) => [
      tenantId,
      ladderOf(regional, names, `tenant ${tenantId}`),
    ]),
  );
  return (tenantId) => own.get(tenantId) ?? regional;
}

/** The ladder that a tenant wants, out of what it has; the one that it has when none of the names is configured. */
export function ownLadder(models: AnswerModels, names: readonly string[] | null): AnswerModels {
  const known = new Set(configuredModels(models).map(({ name }) => name));
  const wanted = names?.filter((name) => known.has(name)) ?? [];
  return wanted.length === 0 ? models : ladderOf(models, wanted, 'a tenant');
}

/** A ladder of the named models, best first; the other configured ones can be named by callers alone. */
function ladderOf(models: AnswerModels, names: readonly string[], whose: string): AnswerModels {
  const configured = configuredModels(models);
  const chosen = [...new Set(names)].flatMap((name) => configured.filter((model) => model.name === name));
  const [premium, standard = premium, ...fallbacks] = chosen;
  if (premium === undefined || standard === undefined)
    throw new Fault(
      'invalid-input',
      `No model of the ladder of ${whose} is configured. Name one of ${configured.map(({ name }) => name).join(', ')}.`,
    );
  const others = configured.filter((model) => !chosen.includes(model));
  return { premium, standard, fallbacks, others };
}

/** The models that questions are routed to and fall back to, best first, each once. */
export const ladderModels = ({ premium, standard, fallbacks }: AnswerModels): readonly AnswerModel[] =>
  distinct([premium, standard, ...fallbacks]);

/** Those of the ladder, and those that callers alone can name. */
export const configuredModels = (models: AnswerModels): readonly AnswerModel[] =>
  distinct([...ladderModels(models), ...(models.others ?? [])]);

const distinct = (models: readonly AnswerModel[]): readonly AnswerModel[] =>
  models.filter(({ name }, index) => models.findIndex((model) => model.name === name) === index);
