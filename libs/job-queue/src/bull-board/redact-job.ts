/** Fields of a payload that are names and numbers of ours. Everything else is somebody's and stays hidden. */
const SHOWN: ReadonlySet<string> = new Set([
  'v',
  'tenantId',
  'queryId',
  'ingestionId',
  'warmId',
  'deliveryId',
  'deadlineAtMs',
  // The same of a question's job, tenant and deadline.
  't',
  'd',
]);
const HIDDEN = '[redacted]';
const MAX_TEXT = 300;

/** A payload or return value with its ids alone. */
function redactData(data: unknown): unknown {
  if (data === null || data === undefined) return data;
  if (typeof data !== 'object' || Array.isArray(data)) return HIDDEN;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, SHOWN.has(name) && isPlain(value) ? value : HIDDEN]),
  );
}

/** An error's words without what stands in quotes, which is where parsers repeat their input. */
function redactReason(reason: string): string {
  const unquoted = reason.replaceAll(/"[^"]*"?|'[^']*'?|`[^`]*`?/g, '"…"');
  return unquoted.length > MAX_TEXT ? `${unquoted.slice(0, MAX_TEXT)}…` : unquoted;
}

/** What a job carries that may hold a person's words. */
export interface ExposedJob {
  readonly data?: unknown;
  readonly returnvalue?: unknown;
  readonly progress?: unknown;
  readonly failedReason?: string | undefined;
  readonly stacktrace?: unknown;
}

/** A job as the dashboard may show it. */
export function redactJob(job: ExposedJob): ExposedJob {
  return {
    ...job,
    data: redactData(job.data),
    returnvalue: redactData(job.returnvalue),
    progress: typeof job.progress === 'number' ? job.progress : 0,
    failedReason: job.failedReason === undefined ? undefined : redactReason(job.failedReason),
    // Bull Board shows a stack in place of the reason, and a stack begins with the unredacted reason.
    stacktrace: [],
  };
}

const isPlain = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number';
