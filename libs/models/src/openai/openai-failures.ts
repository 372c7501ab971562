import { APIConnectionError, APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import type { VendorFailure, VendorFailures } from '../vendor/vendor-failure.ts';

export const openAiFailures: VendorFailures = {
  vendor: 'The model provider',
  keyHint: 'OPENAI_API_KEY',
  addressHint: 'the model names and OPENAI_BASE_URL',
  read: readOpenAiFailure,
};

/** What the SDK threw; Azure's client throws the same. */
export function readOpenAiFailure(error: unknown): VendorFailure {
  if (error instanceof APIUserAbortError) return { type: 'aborted' };
  if (error instanceof APIConnectionTimeoutError) return { type: 'late' };
  if (error instanceof APIConnectionError) return { type: 'unreachable' };
  if (!isApiError(error)) return { type: 'broken' };
  const { status, code, type } = error;
  return {
    type: 'refused',
    status: typeof status === 'number' ? status : undefined,
    reason: code ?? type ?? undefined,
    isTooLong: code === 'context_length_exceeded',
    headers: error.headers,
  };
}

const isApiError = (error: unknown): error is APIError => error instanceof APIError;
