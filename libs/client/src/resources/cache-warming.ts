/** `questions` to warm for one's own access, then the `top_n` that people ask most; neither takes as many of those as at night. */
export interface NewCacheWarming {
  readonly questions?: readonly (string | WarmQuestion)[];
  readonly top_n?: number;
}

export interface WarmQuestion {
  readonly question: string;
  readonly namespaces?: readonly string[];
  readonly quality?: 'basic' | 'standard' | 'high';
  readonly top_k?: number;
  readonly model?: string | null;
}

/** A warming and its report. Money is in US dollars. */
export interface CacheWarming {
  readonly id: string;
  readonly object: 'cache_warming';
  readonly status: 'queued' | 'running' | 'finished' | 'failed';
  readonly trigger: 'schedule' | 'request' | 'refresh';
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
  /** Found to be asked. */
  readonly questions: number;
  readonly refreshed: number;
  /** Had an answer that outlives the next run. */
  readonly skipped: number;
  readonly failed: number;
  readonly spent_usd: number;
  /** For the tenant in a day; null until it runs. */
  readonly budget_usd: number | null;
  /** What ended it before its last question. */
  readonly stopped: 'budget' | 'deadline' | null;
  readonly saved_usd: number;
  readonly urls: { readonly self: string };
}
