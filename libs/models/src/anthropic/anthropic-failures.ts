import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
} from '@anthropic-ai/sdk';
import type { VendorFailure, VendorFailures } from '../vendor/vendor-failure.ts';

export const anthropicFailures: VendorFailures = {
  vendor: 'Anthropic',
  keyHint: 'ANTHROPIC_API_KEY',
  addressHint: 'the model names and ANTHROPIC_BASE_URL',
  read: readAnthropicFailure,
};

// It has no code of its own: an `invalid_request_error` whose message says so.
const TOO_LONG = /prompt is too long|exceeds? (?:the )?context/i;

function readAnthropicFailure(error: unknown): VendorFailure {
  if (error instanceof APIUserAbortError) return { type: 'aborted' };
  if (error instanceof APIConnectionTimeoutError) return { type: 'late' };
  if (error instanceof APIConnectionError) return { type: 'unreachable' };
  if (!isApiError(error)) return { type: 'broken' };
  return {
    type: 'refused',
    status: typeof error.status === 'number' ? error.status : undefined,
    reason: error.type ?? undefined,
    isTooLong: error.type === 'invalid_request_error' && TOO_LONG.test(error.apiMessage ?? ''),
    headers: error.headers,
  };
}

const isApiError = (error: unknown): error is APIError => error instanceof APIError;
