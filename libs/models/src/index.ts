export {
  type AnthropicAnswerModelOptions,
  createAnthropicAnswerModel,
} from './anthropic/anthropic-answer-model.ts';
export { type AzureAnswerModelOptions, createAzureAnswerModel } from './azure/azure-answer-model.ts';
export {
  chooseAnswerModels,
  chooseBatchEmbedder,
  chooseEmbedder,
  type ModelCatalogue,
} from './choose-models.ts';
export {
  chooseNextEmbedder,
  nextEmbeddingVariables,
  type NextModelChoice,
} from './choose-next-embedder.ts';
export { specificityOf } from './language/specificity.ts';
export { STOP_WORDS } from './language/stop-words.ts';
export { stemOf } from './language/words.ts';
export { createLocalAnswerModel } from './local/local-answer-model.ts';
export { createLocalEmbedder } from './local/local-embedder.ts';
export { type JudgeChoice, judgesOf, judgeVariables } from './judge-variables.ts';
export { batchEmbeddingVariables, type ModelChoice, modelVariables } from './model-variables.ts';
export { createPresidioFinder, type PresidioFinderOptions } from './presidio/presidio-finder.ts';
export { presidioVariables } from './presidio/presidio-variables.ts';
export { PROMPT_VERSION } from './prompt/answer-prompt.ts';
export { createOpenAiAnswerModel, type OpenAiAnswerModelOptions } from './openai/openai-answer-model.ts';
export { createOpenAiEmbedder, type OpenAiEmbedderOptions } from './openai/openai-embedder.ts';
export { chooseReranker, type RerankerChoice, rerankVariables } from './rerank/choose-reranker.ts';
export { createHttpReranker, type HttpRerankerOptions } from './rerank/http-reranker.ts';
export { createLocalReranker } from './rerank/local-reranker.ts';
export type { ModelVendor, VendorAnswerModel } from './vendor/vendor-chat.ts';
