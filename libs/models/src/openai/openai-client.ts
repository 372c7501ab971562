import OpenAI from 'openai';

/** Where an OpenAI-compatible service is, and how to enter it. */
export interface OpenAiService {
  readonly apiKey: string;
  /** Such as `http://127.0.0.1:11434/v1` for Ollama; OpenAI's own when left out. */
  readonly baseUrl?: string;
  /** Shared by every model of one process, for one pool of connections; the platform's own when left out. */
  readonly fetch?: typeof globalThis.fetch;
}

/** What every client of this SDK is told, whichever service it speaks to. */
export const CLIENT_SETTINGS = {
  // The caller owns the one retry budget.
  maxRetries: 0,
  // A last net under our own timers, in case one is missing.
  timeout: 60_000,
  // Its log would carry prompts.
  logLevel: 'off',
} as const;

export function openAiClient({ apiKey, baseUrl, fetch }: OpenAiService): OpenAI {
  return new OpenAI({
    apiKey,
    baseURL: baseUrl ?? 'https://api.openai.com/v1',
    ...CLIENT_SETTINGS,
    ...(fetch !== undefined && { fetch }),
  });
}
