// LlamaIndex.TS's query engine over a retriever, with its usual synthesizer, as its documentation sets it up.
import { Settings } from '@llamaindex/core/global';
import { BaseLLM } from '@llamaindex/core/llms';
import { RetrieverQueryEngine } from '@llamaindex/core/query-engine';
import { getResponseSynthesizer } from '@llamaindex/core/response-synthesizers';
import { BaseRetriever } from '@llamaindex/core/retriever';
import { TextNode } from '@llamaindex/core/schema';

class PassageRetriever extends BaseRetriever {
  constructor(passages) {
    super();
    this.nodes = passages.map(({ title, text }, at) => ({
      node: new TextNode({ text, metadata: { title } }),
      score: 1 - at / 10,
    }));
  }

  async _retrieve() {
    return this.nodes;
  }
}

class AnsweringModel extends BaseLLM {
  metadata = {
    model: 'gpt-4o',
    temperature: 0,
    topP: 1,
    contextWindow: 128_000,
    tokenizer: undefined,
    structuredOutput: false,
  };

  constructor(answer) {
    super();
    this.reply = { raw: null, message: { role: 'assistant', content: answer } };
  }

  async chat() {
    return this.reply;
  }
}

/** @returns a function from a question to the answer's text. */
export function createLlamaIndexMiss({ passages, answer }) {
  const llm = new AnsweringModel(answer);
  Settings.llm = llm;
  const synthesizer = getResponseSynthesizer('compact', { llm });
  const engine = new RetrieverQueryEngine(new PassageRetriever(passages), synthesizer);
  return async (query) => {
    const response = await engine.query({ query });
    return response.message.content;
  };
}
