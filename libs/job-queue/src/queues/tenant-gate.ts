import type { Job } from 'bullmq';
import { postponeJob } from './postpone-job.ts';

/** Whose jobs a worker may run: those of the tenants that its fleet's region serves. */
export interface TenantGate {
  /** Asked before anything of a job is read, so it answers from memory nearly always. */
  readonly isServed: (tenantId: string) => Promise<boolean>;
  /** A job of a tenant of another region was put off. */
  readonly onRefused: (tenantId: string) => void;
}

/** Long enough to cost nothing; whoever mends the wiring waits no longer for it. */
const REFUSED_FOR_MS = 30_000;

/** Puts off a job of a tenant of another region, at the cost of no attempt, until a worker of its own takes it. */
export async function passTenantGate(
  gate: TenantGate | undefined,
  {
    job,
    token,
    tenantId,
  }: { readonly job: Job; readonly token: string | undefined; readonly tenantId: string },
): Promise<void> {
  if (gate === undefined || (await gate.isServed(tenantId))) return;
  gate.onRefused(tenantId);
  throw await postponeJob(job, token, Date.now() + REFUSED_FOR_MS);
}
