// The AI SDK's generateText with its own double of a model, as its documentation of testing sets it up.
import { generateText } from 'ai';
import { MockLanguageModelV4 } from 'ai/test';

const USAGE = {
  inputTokens: { total: 900, noCache: 900, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 60, text: 60, reasoning: 0 },
};

/** @returns a function from a question to the answer's text. */
export function createAiSdkMiss({ passages, answer, instructions }) {
  const model = new MockLanguageModelV4({
    doGenerate: async () => {
      // Its double remembers every call.
      model.doGenerateCalls.length = 0;
      return {
        content: [{ type: 'text', text: answer }],
        finishReason: { unified: 'stop', raw: 'stop' },
        usage: USAGE,
        warnings: [],
      };
    },
  });
  const retrieve = async () => passages;
  return async (question) => {
    const context = (await retrieve(question)).map(({ text }, at) => `[${at + 1}] ${text}`).join('\n\n');
    const { text } = await generateText({
      model,
      system: `${instructions}\n\n${context}`,
      prompt: question,
    });
    return text;
  };
}
