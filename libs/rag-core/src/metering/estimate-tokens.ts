import type { AnswerRequest, FollowUp, TokenUsage } from '../ports/models.ts';
import type { QuestionPair } from '../ports/question-judge.ts';

/** System message and chat framing, which no request shows. */
const INSTRUCTION_TOKENS = 400;
/** Marks around one passage. */
const FRAME_TOKENS = 24;
/** UTF-8 bytes of a token, at the least: English has four to five, Chinese and Japanese about three. */
const MIN_BYTES_PER_TOKEN = 3;
/** Of a rewritten question. */
const MAX_REWRITE_TOKENS = 300;

/** Of a verdict, which is one token; some models write a line break before it. */
const MAX_JUDGMENT_TOKENS = 16;

/** The most that an answer takes. */
export function mostOfAnswer(request: AnswerRequest): TokenUsage {
  const { question, passages, instructions, maxOutputTokens } = request;
  const quoted = passages.flatMap(({ title, source, text }) => [title, source ?? '', text]);
  const texts = [question, instructions?.text ?? '', ...turnsOf(request), ...quoted];
  const frames = INSTRUCTION_TOKENS + passages.length * FRAME_TOKENS;
  return { inputTokens: frames + tokensOf(texts), outputTokens: maxOutputTokens };
}

/** The most that the rewriting of a follow-up takes. */
export function mostOfRewriting(followUp: FollowUp): TokenUsage {
  const inputTokens = INSTRUCTION_TOKENS + tokensOf([followUp.question, ...turnsOf(followUp)]);
  return { inputTokens, outputTokens: MAX_REWRITE_TOKENS };
}

/** The most that a judgment of two questions takes. */
export const mostOfJudging = ({ kept, asked }: QuestionPair): TokenUsage => ({
  inputTokens: INSTRUCTION_TOKENS + tokensOf([kept, asked]),
  outputTokens: MAX_JUDGMENT_TOKENS,
});

/** The most that embedding takes. */
export const mostOfTexts = (texts: readonly string[]): TokenUsage => ({
  inputTokens: tokensOf(texts),
  outputTokens: 0,
});

const turnsOf = ({ history }: Pick<AnswerRequest, 'history'>): string[] =>
  history.map(({ content }) => content);

/** At least as many as a tokenizer finds in prose, without the time that one takes. */
const tokensOf = (texts: readonly string[]): number =>
  Math.ceil(texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / MIN_BYTES_PER_TOKEN);
