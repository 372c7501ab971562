/** Money is in US dollars. */
export interface CostReport {
  /** The first and the last day, in UTC. */
  readonly from: string;
  readonly to: string;
  readonly total_usd: number;
  readonly queries: number;
  readonly avg_usd_per_query: number;
  readonly cache_hit_rate: number;
  readonly saved_usd: number;
  /** The part of the total that stands at its reservation, because the provider never told what it used. */
  readonly unsettled_usd: number;
  /** Of `group_by`; days without. */
  readonly groups: readonly { readonly key: string; readonly queries: number; readonly total_usd: number }[];
}

export interface CostFilter {
  /** ISO dates; both days are included. The 30 days that end today when left out. */
  readonly from?: string;
  readonly to?: string;
  readonly group_by?: 'day' | 'model' | 'user' | 'route';
}

/** The same days as a report's. */
export interface UsageFilter extends Pick<CostFilter, 'from' | 'to'> {
  /** Rows of a page: 1 to 1,000, which is the default. */
  readonly limit?: number;
  /** The `next` of the page before. */
  readonly starting_after?: string;
}

/** What one user spent in one day on one model by one route, in US dollars. */
export interface UsageRow {
  readonly day: string;
  readonly tenant_id: string;
  readonly user_id: string;
  readonly model: string;
  readonly route: string;
  readonly queries: number;
  readonly total_usd: number;
}

export interface UsagePage {
  readonly object: 'list';
  readonly data: readonly UsageRow[];
  readonly has_more: boolean;
  /** Where the next page begins; null after the last. */
  readonly next: string | null;
}

/** What queries would cost. Tokens are of one query; shares of models sum to 1. */
export interface NewCostEstimate {
  readonly daily_queries: number;
  readonly avg_query_tokens?: number;
  readonly avg_context_tokens?: number;
  readonly avg_response_tokens?: number;
  readonly model_distribution?: Readonly<Record<string, number>>;
  readonly embedding_model?: string;
  /** What is paid of the bill: 0.4 when six of ten answers come from a cache. */
  readonly factor?: number;
  readonly days?: number;
}

export interface CostEstimate {
  /** Over `days`. */
  readonly monthly_total: number;
  readonly cost_per_query: number;
  readonly embedding_cost: number;
  readonly breakdown: Readonly<
    Record<
      string,
      {
        readonly queries: number;
        readonly input_cost: number;
        readonly output_cost: number;
        readonly total: number;
      }
    >
  >;
  readonly days: number;
  /** ISO date of the price list. */
  readonly prices_as_of: string;
}

export interface VectorDatabaseFilter {
  readonly vectors: number;
  readonly queries_per_month?: number;
  readonly writes_per_month?: number;
  readonly dimension?: number;
}

/** A month of each service, the cheapest first. */
export interface VectorDatabasePrices {
  readonly storage_gb: number;
  readonly comparisons: readonly {
    readonly service: string;
    readonly monthly: number;
    readonly notes: string;
  }[];
  readonly cheapest: string;
  readonly most_expensive: string;
  readonly prices_as_of: string;
}

/** What a month may cost. Behind the limit queries are answered from cache and passages, or refused. */
export interface BudgetChange {
  /** null takes the limit away. */
  readonly monthly_usd: number | null;
  readonly action?: 'degrade' | 'refuse';
}

/** Of the calendar month in UTC; what calls in flight have reserved counts as spent. */
export interface Budget {
  readonly monthly_usd: number | null;
  readonly spent_usd: number;
  readonly action: 'degrade' | 'refuse';
}
