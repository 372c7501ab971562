import type { RawRequest } from '../http/route.ts';
import { caller } from './admission.test-data.ts';

/** A request of a user that names nothing, but for what a test says of it. */
export const rawRequest = (more: Partial<RawRequest> = {}): RawRequest => ({
  caller,
  params: {},
  query: {},
  body: undefined,
  requestId: 'r',
  signal: new AbortController().signal,
  stopping: new AbortController().signal,
  header: () => undefined,
  audit: async () => undefined,
  withinBudget: (work) => work,
  ...more,
});
