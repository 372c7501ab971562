import { Fault } from '@ragfleet/kernel';
import { createAnthropicAnswerModel } from '../anthropic/anthropic-answer-model.ts';
import { createAzureAnswerModel } from '../azure/azure-answer-model.ts';
import { createLocalAnswerModel } from '../local/local-answer-model.ts';
import { createOpenAiAnswerModel } from '../openai/openai-answer-model.ts';
import type { VendorAnswerModel } from '../vendor/vendor-chat.ts';
import type { VendorServices } from './vendor-services.ts';

export const LOCAL_MODEL = 'local-extractive';
export const AZURE = 'azure:';
const ANTHROPIC = /^claude-/;
const OPENAI = /^(?:gpt-|chatgpt-|o\d|ft:)/;

export type OpenModel = (name: string) => VendorAnswerModel;

/**
 * Models by their names, each made once: `azure:` and `claude-` say whose they are; whatever else belongs to the
 * OpenAI-compatible service. Fault `invalid-input` for a model that no vendor is configured for.
 */
export function createOpenModel(
  services: VendorServices,
  windows: Readonly<Record<string, number>> = {},
): OpenModel {
  const opened = new Map<string, VendorAnswerModel>();
  return (name) => {
    const window = Object.hasOwn(windows, name) ? windows[name] : undefined;
    const model = opened.get(name) ?? openedBy(services, name, window);
    opened.set(name, model);
    return model;
  };
}

function openedBy(
  { openai, azure, anthropic }: VendorServices,
  name: string,
  contextWindowTokens: number | undefined,
): VendorAnswerModel {
  const window = contextWindowTokens === undefined ? {} : { contextWindowTokens };
  if (name === LOCAL_MODEL) return localModel();
  if (name.startsWith(AZURE)) {
    if (azure === null) throw unconfigured(name, 'AZURE_OPENAI_ENDPOINT and AZURE_OPENAI_API_KEY');
    return createAzureAnswerModel({ ...azure, ...window, deployment: name.slice(AZURE.length) });
  }
  if (ANTHROPIC.test(name) && anthropic !== null)
    return createAnthropicAnswerModel({ ...anthropic, ...window, model: name });
  // A gateway may have anybody's models; OpenAI itself has its own.
  if (openai !== null && (openai.baseUrl !== undefined || OPENAI.test(name)))
    return createOpenAiAnswerModel({ ...openai, ...window, model: name });
  if (ANTHROPIC.test(name)) throw unconfigured(name, 'ANTHROPIC_API_KEY');
  throw unconfigured(name, OPENAI.test(name) ? 'OPENAI_API_KEY' : 'OPENAI_BASE_URL, the service that has it');
}

function localModel(): VendorAnswerModel {
  const model: VendorAnswerModel = { ...createLocalAnswerModel(), vendor: 'local', forKey: () => model };
  return model;
}

const unconfigured = (name: string, variables: string): Fault =>
  new Fault(
    'invalid-input',
    `No vendor is configured for the model ${name}. Set ${variables}, or take it out of MODEL_LADDER, OTHER_MODELS, DEFAULT_MODEL and PREMIUM_MODEL.`,
  );
