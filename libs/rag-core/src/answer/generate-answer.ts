import type { AnswerModel } from '../ports/models.ts';
import {
  type BuiltAnswer,
  buildAnswer,
  buildNoAnswer,
  buildPassagesOnly,
  NOTHING_FOUND,
  SEARCH_UNAVAILABLE,
} from './build-answer.ts';
import type { LevelOfService } from './degradation-levels.ts';
import type { PrivateQuestion } from './protect-privacy.ts';
import type { QueryRun } from './query-run.ts';
import type { CallersSearch } from '../cache/check-found.ts';
import { routeModels } from './route-model.ts';
import { closeFilter, type Draft, writeAnswer } from './write-answer.ts';

export interface Asked {
  readonly question: PrivateQuestion;
  readonly service: LevelOfService;
}

/** An answer from the passages: written by a model, or the passages themselves, or a text that says that there is none. */
export async function generateAnswer(
  run: QueryRun,
  found: Pick<CallersSearch, 'context' | 'isAvailable' | 'isWhole' | 'retrievalLead'>,
  asked: Asked,
): Promise<BuiltAnswer> {
  const { streams } = asked.service;
  if (found.context.length === 0) {
    const text = found.isAvailable ? NOTHING_FOUND : SEARCH_UNAVAILABLE;
    return build(run, streams, () => spoken(run, streams, buildNoAnswer(run, text, null)));
  }
  const ladder = await run.step('route', () => ladderFor(run, asked));
  const draft = await run.step('generate', () => write(run, ladder, found, asked));
  if (draft === null) {
    run.reasons.add('model-unavailable');
    return build(run, streams, () => spoken(run, streams, buildPassagesOnly(run, found.context)));
  }
  const text = await run.step('filter', () => closeFilter(run, draft));
  return build(run, streams, () => buildAnswer(run, draft, { text, found }));
}

async function build(run: QueryRun, streams: boolean, make: () => BuiltAnswer): Promise<BuiltAnswer> {
  const built = await run.step('build', make);
  if (streams) for (const citation of built.citations) run.emit({ type: 'citation', citation });
  return built;
}

/** A text that no model streamed goes to the listener whole. */
function spoken(run: QueryRun, streams: boolean, built: BuiltAnswer): BuiltAnswer {
  if (streams) run.emit({ type: 'token', text: built.answer, run: 1 });
  return built;
}

function ladderFor(run: QueryRun, { question, service }: Asked): readonly AnswerModel[] {
  if (!service.generates) return [];
  const { quality, model } = run.question;
  const request = { question: question.plain.text, quality, requested: model };
  const usual = routeModels(run.ports.models, { ...request, isLate: false });
  if (model !== null || run.elapsedMs() <= run.ports.settings.targetLatencyMs) return usual;
  const faster = routeModels(run.ports.models, { ...request, isLate: true });
  if (faster[0]?.name !== usual[0]?.name) run.warnings.add('faster-model');
  return faster;
}

function write(
  run: QueryRun,
  ladder: readonly AnswerModel[],
  { context }: Pick<CallersSearch, 'context' | 'isAvailable'>,
  { question, service }: Asked,
): Promise<Draft | null> {
  return writeAnswer(run, ladder, { question, context, streams: service.streams });
}
