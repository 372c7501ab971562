/** From everything to cached answers alone. */
export type DegradationLevel = 'full' | 'reduced' | 'minimal' | 'maintenance';

/** `full` takes back what was set before. The reason is for people: every tenant reads the fleet's. */
export interface DegradationChange {
  readonly level: DegradationLevel;
  /** For people. Only `full` needs none. */
  readonly reason?: string | null;
}

/** The level in force for the caller: the stricter of the fleet's and the tenant's own. */
export interface Degradation {
  readonly level: DegradationLevel;
  readonly reason: string | null;
  /** Whose level it is; null where nobody has set one. */
  readonly scope: 'fleet' | 'tenant' | null;
  readonly set_by: 'operator' | 'admin' | 'rule' | null;
  readonly since: string | null;
  /** What the caller's tenant, or for an operator the fleet, has set for itself. */
  readonly own: { readonly level: DegradationLevel; readonly reason: string } | null;
}

/** Whether something that the fleet calls is called now. */
export interface Breaker {
  /** Kind, provider, model and region of what is called. */
  readonly name: string;
  readonly state: 'closed' | 'open' | 'half-open';
  /** Counted failures in a row. */
  readonly failures: number;
  readonly opened_at: string | null;
}
