import { isLocalModel } from '@ragfleet/pricing';
import type { AnswerDelta, AnswerModel, FollowUp } from '../ports/models.ts';
import { mostOfAnswer, mostOfRewriting } from './estimate-tokens.ts';
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
  return {
    name,
    contextWindowTokens,
    answer: (request, signal) => {
      const { account } = request;
      const answer = (): AsyncIterable<AnswerDelta> => model.answer(request, signal);
      if (account === undefined) return answer();
      return booked(() => openMeteredCall(name, account, metering, mostOfAnswer(request)), answer);
    },
    ...(rewrite !== undefined && {
      rewriteFollowUp: async (followUp: FollowUp, signal: AbortSignal) => {
        const { account } = followUp;
        if (account === undefined) return rewrite(followUp, signal);
        const call = await openMeteredCall(name, account, metering, mostOfRewriting(followUp));
        try {
          const rewritten = await rewrite(followUp, signal);
          await call.settle(rewritten.usage);
          return rewritten;
        } catch (error) {
          await call.fail(error);
          throw error;
        }
      },
    }),
  };
}

/** The same answer, booked before its reader hears of the end. A reader that leaves, or no end, leaves the call open. */
async function* booked(
  open: () => Promise<MeteredCall>,
  answer: () => AsyncIterable<AnswerDelta>,
): AsyncGenerator<AnswerDelta> {
  const call = await open();
  try {
    for await (const delta of answer()) {
      if (delta.type === 'finish') await call.settle(delta.usage);
      yield delta;
    }
  } catch (error) {
    await call.fail(error);
    throw error;
  } finally {
    await call.leave();
  }
}
