import { readOpenAiFailure } from '../openai/openai-failures.ts';
import type { VendorFailures } from '../vendor/vendor-failure.ts';

export const azureFailures: VendorFailures = {
  vendor: 'Azure OpenAI',
  keyHint: 'AZURE_OPENAI_API_KEY',
  addressHint: 'the names of the deployments, AZURE_OPENAI_ENDPOINT and AZURE_OPENAI_API_VERSION',
  read: readOpenAiFailure,
};
