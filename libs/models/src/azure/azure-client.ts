import { AzureOpenAI } from 'openai';
import { CLIENT_SETTINGS } from '../openai/openai-client.ts';

/** A resource of Azure OpenAI: its models are deployments that its owner named. */
export interface AzureService {
  readonly apiKey: string;
  /** Such as `https://my-resource.openai.azure.com`. */
  readonly endpoint: string;
  readonly apiVersion: string;
  readonly fetch?: typeof globalThis.fetch;
}

export function azureClient({ apiKey, endpoint, apiVersion, fetch }: AzureService): AzureOpenAI {
  return new AzureOpenAI({
    apiKey,
    apiVersion,
    // Not by `endpoint`: beside it the client would take OPENAI_BASE_URL of the environment, and refuse both.
    baseURL: `${endpoint.replace(/\/+$/, '')}/openai`,
    ...CLIENT_SETTINGS,
    ...(fetch !== undefined && { fetch }),
  });
}
