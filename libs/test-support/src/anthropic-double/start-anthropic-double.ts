import { type ModelDouble, startModelDouble } from '../model-double/start-model-double.ts';
import { anthropicWire } from './anthropic-wire.ts';

/** Anthropic's Messages API; the SDK's `baseURL` is `url`. */
export const startAnthropicDouble = (): Promise<ModelDouble> => startModelDouble(anthropicWire);
