import { Fault, withinBudget } from '@ragfleet/kernel';
import {
  type AnswerDelta,
  billedFault,
  countTokens,
  type FollowUp,
  type Judgment,
  NO_ANSWER_TEXT,
  type QuestionPair,
  type TokenUsage,
} from '@ragfleet/rag-core';
import { answerPrompt } from '../prompt/answer-prompt.ts';
import { followUpPrompt, rewrittenQuestion } from '../prompt/follow-up-prompt.ts';
import { drawVerdictCodes, judgePrompt, verdictIn } from '../prompt/judge-prompt.ts';
import { type Prompt, promptText } from '../prompt/prompt.ts';
import { type ChunkTimers, watchChunks } from './chunk-watch.ts';
import type { ChatEvent, ModelVendor, VendorAnswerModel, VendorChat } from './vendor-chat.ts';
import { faultOf } from './vendor-failure.ts';

export interface AnswerModelOptions {
  readonly name: string;
  readonly vendor: ModelVendor;
  readonly contextWindowTokens: number;
  readonly timers?: ChunkTimers;
}

const TIMERS: ChunkTimers = { firstChunkMs: 10_000, idleMs: 10_000 };
const REWRITE_BUDGET_MS = 10_000;
const JUDGE_BUDGET_MS = 10_000;
/** As long as the longest token of the usual vocabularies, which is all spaces. */
const MAX_CHARACTERS_PER_TOKEN = 128;

/**
 * The answer model over a vendor's chat, always read as a stream. No retry of its own. An answer without a finish
 * reason or without text is a failure, never an answer.
 */
export function createAnswerModel(options: AnswerModelOptions, chat: VendorChat): VendorAnswerModel {
  const { name, vendor, contextWindowTokens, timers = TIMERS } = options;
  const read: Reading = (prompt, signal, end) => readChat(chat, prompt, { signal, timers, end });
  return {
    name,
    vendor,
    contextWindowTokens,
    answer: (request, signal) => {
      const prompt = answerPrompt(request);
      return read(prompt, signal, (reply) => finishOf(prompt, reply));
    },
    rewriteFollowUp: (followUp, signal) => rewriteFollowUp(read, followUp, signal),
    judgeQuestions: (pair, signal) => judgeQuestions(read, pair, signal),
    forKey: (apiKey) => createAnswerModel(options, chat.forKey(apiKey)),
  };
}

/** What follows the text of a whole reply; null for nothing. */
type ReplyEnd = (reply: WholeReply) => AnswerDelta | null;
type Reading = (
  prompt: Prompt,
  signal: AbortSignal,
  end: ReplyEnd,
) => AsyncGenerator<AnswerDelta, WholeReply>;

interface WholeReply {
  text: string;
  finish: ChatEvent['finish'];
  usage: TokenUsage | undefined;
}

interface ReadChat {
  readonly signal: AbortSignal;
  readonly timers: ChunkTimers;
  readonly end: ReplyEnd;
}

/** One generator from the SDK's stream to the caller: each further one would make four promises for every piece. */
async function* readChat(
  chat: VendorChat,
  prompt: Prompt,
  { signal, timers, end }: ReadChat,
): AsyncGenerator<AnswerDelta, WholeReply> {
  using watch = watchChunks(timers, signal);
  const reply: WholeReply = { text: '', finish: undefined, usage: undefined };
  const maxCharacters = prompt.maxOutputTokens * MAX_CHARACTERS_PER_TOKEN;
  try {
    for await (const { text = '', finish, usage } of await chat.open(prompt, watch.signal)) {
      reply.text += text;
      if (reply.text.length > maxCharacters)
        throw new Fault('unavailable', 'The model went on beyond the length that it was asked for.');
      reply.finish = finish ?? reply.finish;
      reply.usage = usage ?? reply.usage;
      watch.rest();
      if (text !== '') yield { type: 'text', text };
      watch.touch();
    }
    // The SDKs end an aborted stream as if it were complete.
    watch.signal.throwIfAborted();
  } catch (error) {
    throw faultOf(error, watch.signal, chat.failures);
  }
  if (reply.finish === undefined)
    throw billed(reply, 'The model broke off its answer without a finish reason.');
  const last = end(reply);
  if (last !== null) yield last;
  return reply;
}

function finishOf(prompt: Prompt, reply: WholeReply): AnswerDelta {
  const { text, finish = 'stop' } = reply;
  if (text.trim() === '' && finish === 'length') throw outOfTokens(prompt, reply);
  if (text.trim() === '' && finish !== 'refusal') throw billed(reply, 'The model sent an empty answer.');
  const isNoAnswer = finish === 'stop' && text.trim() === NO_ANSWER_TEXT;
  return { type: 'finish', reason: isNoAnswer ? 'refusal' : finish, usage: usageOf(prompt, reply) };
}

/** Some compatible services send no usage: what was sent is counted instead, so that the cost is never zero. */
const usageOf = (prompt: Prompt, { text, usage }: WholeReply): TokenUsage =>
  usage ?? { inputTokens: countTokens(promptText(prompt)), outputTokens: countTokens(text) };

/** Another attempt would spend as much on thoughts, and the vendor is well: only another model may have more to say. */
function outOfTokens(prompt: Prompt, { usage }: WholeReply): Fault {
  const message = 'The model spent its tokens before its answer began. Raise MAX_OUTPUT_TOKENS.';
  const inputTokens = countTokens(promptText(prompt));
  const spent = usage ?? { inputTokens, outputTokens: prompt.maxOutputTokens };
  return billedFault(new Fault('too-large', message), spent);
}

/** A reply of no use is paid for like any other. */
function billed({ usage }: WholeReply, message: string): Fault {
  const fault = new Fault('unavailable', message);
  return usage === undefined ? fault : billedFault(fault, usage);
}

async function rewriteFollowUp(
  read: Reading,
  { question, history }: FollowUp,
  signal: AbortSignal,
): Promise<{ readonly question: string; readonly usage: TokenUsage }> {
  if (history.length === 0) return { question, usage: { inputTokens: 0, outputTokens: 0 } };
  const prompt = followUpPrompt({ question, history });
  const reply = await withinBudget(REWRITE_BUDGET_MS, signal, (within) => wholeReply(read, prompt, within));
  const text = reply.finish === 'stop' ? reply.text : '';
  return { question: rewrittenQuestion(question, text), usage: usageOf(prompt, reply) };
}

async function judgeQuestions(read: Reading, pair: QuestionPair, signal: AbortSignal): Promise<Judgment> {
  const codes = drawVerdictCodes();
  const prompt = judgePrompt(pair, codes);
  const reply = await withinBudget(JUDGE_BUDGET_MS, signal, (within) => wholeReply(read, prompt, within));
  const text = reply.finish === 'stop' ? reply.text : '';
  return { verdict: verdictIn(text, codes), usage: usageOf(prompt, reply) };
}

async function wholeReply(read: Reading, prompt: Prompt, signal: AbortSignal): Promise<WholeReply> {
  const pieces = read(prompt, signal, () => null);
  for (;;) {
    const { done, value } = await pieces.next();
    if (done === true) return value;
  }
}
