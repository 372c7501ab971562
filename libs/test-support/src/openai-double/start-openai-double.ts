import { type ModelDouble, startModelDouble } from '../model-double/start-model-double.ts';
import { openAiWire } from './openai-wire.ts';

/** OpenAI's chat completions and embeddings; the SDK's `baseURL` is `${url}/v1`, and Azure's endpoint is `url`. */
export const startOpenAiDouble = (): Promise<ModelDouble> => startModelDouble(openAiWire);
