import type { Embedder } from '@ragfleet/rag-core';
import { type EmbedderLimits, embedderOver } from '../openai/openai-embedder.ts';
import { type AzureService, azureClient } from './azure-client.ts';
import { azureFailures } from './azure-failures.ts';

export type AzureEmbedderOptions = AzureService & EmbedderLimits & { readonly deployment: string };

/**
 * Embeddings from a deployment of Azure OpenAI, named `azure:<deployment>` in the fleet. A shorter dimension can only be
 * asked of a deployment whose name begins with `text-embedding-3`.
 */
export function createAzureEmbedder(options: AzureEmbedderOptions): Embedder {
  const { deployment } = options;
  const space = { vendor: 'azure', name: `azure:${deployment}`, failures: azureFailures };
  return embedderOver(azureClient(options), { ...options, model: deployment }, space);
}
