export { type BudgetStore, type BudgetStatus, createBudgets } from './budgets/create-budgets.ts';
export { readFleetSpend } from './budgets/fleet-spend.ts';
export { createForgetUser, type ForgetUser } from './erasure/forget-user.ts';
export { createCallLedger } from './calls/create-call-ledger.ts';
export { createSweepCalls } from './calls/sweep-calls.ts';
export type { CostGroupBy, CostReport } from './report/cost-report.ts';
export { type CostLedgerWithReport, type CostReportRequest, createCostLedger } from './create-cost-ledger.ts';
