import Anthropic from '@anthropic-ai/sdk';

/** Where Anthropic's API is, and how to enter it. */
export interface AnthropicService {
  readonly apiKey: string;
  /** Anthropic's own when left out. */
  readonly baseUrl?: string;
  /** Shared by every model of one process, for one pool of connections; the platform's own when left out. */
  readonly fetch?: typeof globalThis.fetch;
}

// A last net under our own timers, in case one is missing.
const REQUEST_TIMEOUT_MS = 60_000;

/** The vendor's client without its retries, its log and its spans, which would carry prompts: the caller owns all three. */
export function anthropicClient({ apiKey, baseUrl, fetch }: AnthropicService): Anthropic {
  return new Anthropic({
    apiKey,
    // Named, so that nothing of the environment takes their place.
    authToken: null,
    baseURL: baseUrl ?? 'https://api.anthropic.com',
    maxRetries: 0,
    timeout: REQUEST_TIMEOUT_MS,
    logLevel: 'off',
    openTelemetry: false,
    ...(fetch !== undefined && { fetch }),
  });
}
