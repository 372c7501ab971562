import type { QuerySubmission } from '@ragfleet/contracts';

type KeptSubmission = Omit<QuerySubmission, 'priority' | 'deadline_seconds'>;

/** A question as it is kept, with nothing wished beside it. */
export const submissionOf = (question: string, more: Partial<KeptSubmission> = {}): KeptSubmission => ({
  question,
  top_k: 5,
  history: [],
  model: null,
  session_id: null,
  cache: { mode: 'default' },
  metadata: {},
  ...more,
});
