export type { CostGroupBy, CostReport } from './cost-report.ts';
export { type CostLedgerWithReport, type CostReportRequest, createCostLedger } from './create-cost-ledger.ts';
