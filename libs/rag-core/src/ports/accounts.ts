/** Whose bill a model call is on. */
export interface CallAccount {
  readonly tenantId: string;
  readonly principalId: string;
  readonly queryId: string;
  /** Why this model was called, such as `complex/standard` or `follow-up`: a bill can be read by it. */
  readonly route: string;
  /** Hears of calls that came to no usage and stay on the bill at what was reserved for them, in US dollars. */
  readonly onUnsettled?: (usd: number) => void;
  /** Hears of calls that failed and were charged for what they used: their caller has no reply to read it from. */
  readonly onFailedCall?: (money: CallMoney) => void;
}

/** Money of one call in US dollars. */
export interface CallMoney {
  readonly inputUsd: number;
  readonly outputUsd: number;
}

/** A call that is paid for before it is made. Exactly one of the three ends it; a second one counts for nothing. */
export interface OpenCall {
  /** The provider has told what it used. */
  settle(money: CallMoney): Promise<void>;
  /** The call was cut and may be charged: it stays at its reservation. So does one whose process died. */
  leaveUnsettled(): Promise<void>;
  /** The provider refused it, or was never reached: it costs nothing. */
  release(): Promise<void>;
}

export interface CallReservation {
  readonly account: CallAccount;
  readonly model: string;
  /** The most that the call may cost, in US dollars. */
  readonly usd: number;
  /** The vendor bills the tenant itself: on the tenant's bill, and nothing that the fleet pays. False when left out. */
  readonly isOnOwnAccount?: boolean;
}

/** The book of model calls. Every attempt is a call: retries, fallbacks and streams that broke off included. */
export interface CallLedger {
  /** Atomic. Faults: budget-exhausted when the tenant's month cannot hold it, unavailable. */
  reserve(reservation: CallReservation): Promise<OpenCall>;
}

/** What happens to questions behind the limit: answered as well as it goes without spending, or refused. */
export type BudgetAction = 'degrade' | 'refuse';

/** A tenant's month in US dollars. */
export interface MonthlyBudget {
  readonly limitUsd: number;
  /** Settled, unsettled and reserved. */
  readonly spentUsd: number;
  readonly action: BudgetAction;
}

export interface Budgets {
  /** null for a tenant without a limit. */
  current(tenantId: string): Promise<MonthlyBudget | null>;
}
