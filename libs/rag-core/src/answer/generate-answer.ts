import type { AnswerModel } from '../ports/models.ts';
import { fitPrompt } from '../prompt-budget/fit-prompt.ts';
import type { RouteRequest } from '../routing/route-contract.ts';
import { routeModels } from '../routing/route-models.ts';
import type { MonthlyBudget } from '../ports/accounts.ts';
import { budgetExhausted, pressureOf, readBudget } from './budget-pressure.ts';
import {
  type BuiltAnswer,
  buildAnswer,
  buildNoAnswer,
  buildPassagesOnly,
  NOTHING_FOUND,
  SEARCH_UNAVAILABLE,
} from './build-answer.ts';
import type { LevelOfService } from '../degradation/degradation-levels.ts';
import { type PrivateQuestion, shownTo } from './protect-privacy.ts';
import { type QueryContext, settingsOf } from './query-context.ts';
import type { RetrievalResult } from '../cache/check-found.ts';
import { closeFilter, writeAnswer } from './write-answer.ts';

export interface Asked {
  readonly question: PrivateQuestion;
  readonly service: LevelOfService;
}

/** An answer from the passages: written by a model, or the passages themselves, or a text that says that there is none. */
export async function generateAnswer(
  run: QueryContext,
  found: Pick<RetrievalResult, 'context' | 'isAvailable' | 'isWhole' | 'retrievalLead'>,
  asked: Asked,
): Promise<BuiltAnswer> {
  const { streams } = asked.service;
  if (found.context.length === 0) {
    const text = found.isAvailable ? NOTHING_FOUND : SEARCH_UNAVAILABLE;
    return build(run, streams, () => spoken(run, { streams, runNumber: 1 }, buildNoAnswer(run, text, null)));
  }
  noteSuspiciousSources(run, found);
  const budget = asked.service.generates ? await readBudget(run) : null;
  const ladder = run.stepNow('route', () => ladderFor(run, found, { ...asked, budget }));
  const prompt = { question: asked.question, context: found.context, streams };
  const draft = await run.step('generate', () => writeAnswer(run, ladder, prompt));
  if (draft === null) {
    if (run.reasons.has('budget-passages')) refuseWhere(budget);
    else run.reasons.add('model-unavailable');
    // Behind the reset that took back what the last model has said.
    const voice = { streams, runNumber: ladder.length + 1 };
    return build(run, streams, () => spoken(run, voice, buildPassagesOnly(run, found.context)));
  }
  const text = run.stepNow('filter', () => closeFilter(run, draft));
  return build(run, streams, () => buildAnswer(run, draft, { text, found }));
}

/** They are quoted all the same, with marks: who keeps the documents should read them. */
function noteSuspiciousSources(run: QueryContext, { context }: Pick<RetrievalResult, 'context'>): void {
  const suspicious = context.filter(({ isSuspicious }) => isSuspicious);
  if (suspicious.length === 0) return;
  run.warnings.add('suspicious-source');
  const { queryId, principal } = run.question;
  run.ports.telemetry.guardHit?.(principal.tenantId, 'suspicious-source');
  const documents = [...new Set(suspicious.map(({ passage }) => passage.documentId))];
  run.ports.logger.warn(
    { queryId, tenant: principal.tenantId, documents },
    'documents give orders to the model',
  );
}

function build(run: QueryContext, streams: boolean, make: () => BuiltAnswer): BuiltAnswer {
  const built = run.stepNow('build', make);
  if (streams) for (const citation of built.citations) run.emit({ type: 'citation', citation });
  return built;
}

/** A text that no model streamed goes to the listener whole. */
function spoken(
  run: QueryContext,
  { streams, runNumber }: { readonly streams: boolean; readonly runNumber: number },
  built: BuiltAnswer,
): BuiltAnswer {
  if (streams) run.emit({ type: 'token', text: built.answer, run: runNumber });
  return built;
}

/** Some tenants want no answer rather than a list of passages. */
function refuseWhere(budget: MonthlyBudget | null): void {
  if (budget?.action === 'refuse') throw budgetExhausted();
}

interface Routed extends Asked {
  readonly budget: MonthlyBudget | null;
}

/** The models to try; what the route says of its reasons goes where the caller reads them. */
function ladderFor(
  run: QueryContext,
  found: Pick<RetrievalResult, 'context'>,
  asked: Routed,
): readonly AnswerModel[] {
  if (!asked.service.generates || !run.hasModel) return [];
  const { models, complexity, reasons } = routeModels(run.models, routeRequest(run, found, asked));
  run.route = `${complexity}/${run.question.quality}`;
  for (const reason of reasons)
    if (reason === 'faster-model') run.warnings.add(reason);
    else if (reason !== 'larger-window') run.reasons.add(reason);
  return models;
}

function routeRequest(
  run: QueryContext,
  { context }: Pick<RetrievalResult, 'context'>,
  { question, budget }: Routed,
): RouteRequest {
  const { targetLatencyMs, maxOutputTokens, prices } = run.ports.settings;
  const settings = settingsOf(run);
  const { instructions } = settings;
  return {
    question: question.plain.text,
    quality: run.question.quality,
    requested: run.question.model,
    isLate: run.elapsedMs() > targetLatencyMs,
    allowedModels: settings.allowedModels,
    pressure: pressureOf(budget),
    fitOf: (model) => {
      const { text, history } = shownTo(model.name, question);
      return fitPrompt(model, { question: text, history, context, instructions, maxOutputTokens }).fit;
    },
    prices,
  };
}
