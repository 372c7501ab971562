import { Fault } from '@ragfleet/kernel';
import type { AnthropicService } from '../anthropic/anthropic-client.ts';
import type { AzureService } from '../azure/azure-client.ts';
import type { ModelChoice } from '../model-variables.ts';
import type { OpenAiService } from '../openai/openai-client.ts';

/** The vendors that a deployment has entry to. */
export interface VendorServices {
  readonly openai: OpenAiService | null;
  readonly azure: AzureService | null;
  readonly anthropic: AnthropicService | null;
}

type Fetch = typeof globalThis.fetch;

// A service of one's own often wants no key, but the clients want some text in its place.
const NO_KEY = 'none';
const AZURE_API_VERSION = '2024-10-21';

/** All over the pool of one `fetch`. Fault `invalid-input` for a vendor that is named by half. */
export const vendorServices = (choice: ModelChoice, fetch: Fetch): VendorServices => ({
  openai: openAiOf(choice, fetch),
  azure: azureOf(choice, fetch),
  anthropic: anthropicOf(choice, fetch),
});

function openAiOf(choice: ModelChoice, fetch: Fetch): OpenAiService | null {
  const { OPENAI_API_KEY: apiKey = NO_KEY, OPENAI_BASE_URL: baseUrl } = choice;
  if (apiKey === NO_KEY && baseUrl === undefined) return null;
  return { apiKey, fetch, ...(baseUrl !== undefined && { baseUrl }) };
}

function anthropicOf(choice: ModelChoice, fetch: Fetch): AnthropicService | null {
  const { ANTHROPIC_API_KEY: apiKey = NO_KEY, ANTHROPIC_BASE_URL: baseUrl } = choice;
  if (apiKey === NO_KEY && baseUrl === undefined) return null;
  return { apiKey, fetch, ...(baseUrl !== undefined && { baseUrl }) };
}

function azureOf(choice: ModelChoice, fetch: Fetch): AzureService | null {
  const { AZURE_OPENAI_ENDPOINT: endpoint, AZURE_OPENAI_API_KEY: apiKey } = choice;
  if (endpoint === undefined && apiKey === undefined) return null;
  if (endpoint !== undefined && apiKey !== undefined)
    return { endpoint, apiKey, apiVersion: choice.AZURE_OPENAI_API_VERSION ?? AZURE_API_VERSION, fetch };
  throw new Fault(
    'invalid-input',
    'Azure OpenAI needs AZURE_OPENAI_ENDPOINT and AZURE_OPENAI_API_KEY. Set both.',
  );
}
