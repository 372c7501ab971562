/** RFC 9457, as every error reply of the fleet carries it. */
export interface Problem {
  /** Ends in the kind, such as `https://ragfleet.dev/problems/rate-limited`. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Says the fix. */
  readonly detail: string;
  readonly instance?: string;
  readonly request_id?: string;
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
}

const RETRYABLE: ReadonlySet<number> = new Set([0, 429, 502, 503, 504]);

/** Title and detail; the detail alone where that begins with the title. */
const sentenceOf = ({ title, detail }: Problem): string =>
  detail.startsWith(title) ? detail : `${title}: ${detail}`;

/** Why a call failed. `status` is 0 when no reply came. */
export class RagfleetError extends Error {
  readonly problem: Problem;
  /** How long the fleet asks to wait, when it said. */
  readonly retryAfterMs: number | undefined;

  constructor(problem: Problem, options: { readonly cause?: unknown; readonly retryAfterMs?: number } = {}) {
    const details = (problem.errors ?? []).map(({ pointer, message }) => ` ${pointer}: ${message}`).join('');
    super(`${sentenceOf(problem)}${details}`, { cause: options.cause });
    this.name = 'RagfleetError';
    this.problem = problem;
    this.retryAfterMs = options.retryAfterMs;
  }

  get status(): number {
    return this.problem.status;
  }

  /** The last part of the problem's type: `not-found`, `rate-limited`, `no-reply`, … */
  get kind(): string {
    return this.problem.type.slice(this.problem.type.lastIndexOf('/') + 1);
  }

  /** True when the same call may succeed later: too many requests, overload, an outage, a gateway that reached nobody, or no reply at all. */
  get isRetryable(): boolean {
    return RETRYABLE.has(this.status);
  }
}

const LOCAL_TYPE = 'https://ragfleet.dev/problems/';

/** A problem that arose on this side of the wire. */
export function localError(kind: string, title: string, detail: string, cause?: unknown): RagfleetError {
  return new RagfleetError({ type: LOCAL_TYPE + kind, title, status: 0, detail }, { cause });
}

/** The error of a reply that is not 2xx; a body that is no problem+json still gives one. */
export async function errorOf(response: Response): Promise<RagfleetError> {
  const body: unknown = await response.json().catch(() => null);
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  const options = Number.isFinite(seconds) ? { retryAfterMs: seconds * 1_000 } : {};
  if (isProblem(body)) return new RagfleetError({ ...body, status: response.status }, options);
  const detail = `The server answered ${response.status} without an explanation. Is this address a Ragfleet ingress?`;
  return new RagfleetError(
    { type: 'about:blank', title: 'Unexpected reply', status: response.status, detail },
    options,
  );
}

function isProblem(body: unknown): body is Problem {
  if (typeof body !== 'object' || body === null) return false;
  return 'type' in body && 'title' in body && 'detail' in body && typeof body.type === 'string';
}
