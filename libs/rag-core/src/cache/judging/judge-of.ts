import { onOwnAccount, type QueryContext, settingsOf } from '../../answer/query-context.ts';
import type { AnswerModel } from '../../ports/models.ts';
import type { JudgeQuestions } from '../../ports/question-judge.ts';
import { configuredModels, ladderModels } from '../../routing/ladders.ts';
import { typicalCostUsd } from '../../routing/typical-cost.ts';

/** The model that judges near questions for one query. */
export interface Judge {
  readonly name: string;
  readonly judge: JudgeQuestions;
  readonly budgetMs: number;
}

/**
 * Who may be asked for this question, on whose account it pays; null where nobody may. The model that the fleet names,
 * where the tenant leaves its models to the fleet or has chosen it itself; else the cheapest that answers the tenant's
 * questions. Never one of another region: a verdict is no reason to leave one's own.
 */
export function judgeOf(run: QueryContext): Judge | null {
  const settings = run.ports.settings.cache.judge ?? null;
  if (settings === null || !run.hasModel || settingsOf(run).guards.cacheJudge === 'off') return null;
  const model = modelOf(run, settings.model);
  if (model === null) return null;
  const paid = onOwnAccount(run, model);
  const judge = paid.judgeQuestions?.bind(paid);
  return judge === undefined ? null : { name: model.name, judge, budgetMs: settings.budgetMs };
}

function modelOf(run: QueryContext, wanted: string | null): AnswerModel | null {
  const { models, ports } = run;
  const mayJudge = ({ name, judgeQuestions }: AnswerModel): boolean =>
    judgeQuestions !== undefined && models.elsewhere?.has(name) !== true;
  const ladder = ladderModels(models).filter(mayJudge);
  const choosable = settingsOf(run).ladder === null ? configuredModels(models).filter(mayJudge) : ladder;
  const priceOf = ({ name }: AnswerModel): number => typicalCostUsd(name, ports.settings.prices);
  const [cheapest = null] = ladder.toSorted((one, other) => priceOf(one) - priceOf(other));
  return choosable.find(({ name }) => name === wanted) ?? cheapest;
}
