import OpenAI from 'openai';

/** Where an OpenAI-compatible service is, and how to enter it. */
export interface OpenAiService {
  readonly apiKey: string;
  /** Such as `http://127.0.0.1:11434/v1` for Ollama; OpenAI's own when left out. */
  readonly baseUrl?: string;
}

// A last net under the caller's own deadlines, in case one is missing.
const REQUEST_TIMEOUT_MS = 60_000;

/** The vendor's client without its retries: the caller owns the one retry budget. */
export function openAiClient({ apiKey, baseUrl }: OpenAiService): OpenAI {
  return new OpenAI({
    apiKey,
    baseURL: baseUrl ?? 'https://api.openai.com/v1',
    maxRetries: 0,
    timeout: REQUEST_TIMEOUT_MS,
    // Its log would carry prompts.
    logLevel: 'off',
  });
}
