import { isLocalModel } from '@ragfleet/pricing';
import type { CallAccount } from '../ports/accounts.ts';
import type { AnswerDelta, AnswerModel, TokenUsage } from '../ports/models.ts';
import { mostOfAnswer, mostOfJudging, mostOfRewriting } from './estimate-tokens.ts';
import { type MeteredCall, type Metering, openMeteredCall } from './open-metered-call.ts';

/**
 * The model with every call on somebody's bill: reserved before it is made, settled by the usage that the provider
 * reports. It belongs inside what repeats calls, so that each attempt is a call. A request on nobody's account, as in an
 * evaluation, is not booked.
 */
export function meteredAnswerModel(model: AnswerModel, metering: Metering): AnswerModel {
  if (isLocalModel(model.name)) return model;
  const { name, contextWindowTokens } = model;
  const rewrite = model.rewriteFollowUp?.bind(model);
  const judge = model.judgeQuestions?.bind(model);
  return {
    name,
    contextWindowTokens,
    answer: (request, signal) => {
      const { account } = request;
      const answer = (): AsyncIterable<AnswerDelta> => model.answer(request, signal);
      if (account === undefined) return answer();
      return booked(() => openMeteredCall(name, account, metering, mostOfAnswer(request)), answer);
    },
    ...(rewrite !== undefined && { rewriteFollowUp: bookedWhole(model, metering, mostOfRewriting, rewrite) }),
    ...(judge !== undefined && { judgeQuestions: bookedWhole(model, metering, mostOfJudging, judge) }),
  };
}

type Whole<Request, Reply> = (request: Request, signal: AbortSignal) => Promise<Reply>;

/** The same call that replies at once, on the bill of its request. */
function bookedWhole<
  Request extends { readonly account?: CallAccount },
  Reply extends { readonly usage: TokenUsage },
>(
  { name }: AnswerModel,
  metering: Metering,
  mostOf: (request: Request) => TokenUsage,
  call: Whole<Request, Reply>,
): Whole<Request, Reply> {
  return async (request, signal) => {
    const { account } = request;
    if (account === undefined) return call(request, signal);
    const open = await openMeteredCall(name, account, metering, mostOf(request));
    try {
      const reply = await call(request, signal);
      await open.settle(reply.usage);
      return reply;
    } catch (error) {
      await open.fail(error);
      throw error;
    }
  };
}

/** The same answer, booked before its reader hears of the end. A reader that leaves, or no end, leaves the call open. */
async function* booked(
  open: () => Promise<MeteredCall>,
  answer: () => AsyncIterable<AnswerDelta>,
): AsyncGenerator<AnswerDelta> {
  const call = await open();
  let hasBegun = false;
  try {
    for await (const delta of answer()) {
      hasBegun = true;
      if (delta.type === 'finish') await call.settle(delta.usage);
      yield delta;
    }
  } catch (error) {
    await call.fail(error, hasBegun);
    throw error;
  } finally {
    await call.leave();
  }
}
