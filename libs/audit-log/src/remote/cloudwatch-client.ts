import type * as Logs from '@aws-sdk/client-cloudwatch-logs';
import { Fault } from '@ragfleet/kernel';

export interface CloudWatchClient {
  readonly logs: typeof Logs;
  /** The reply of one request, sent once. Faults: unavailable, timeout, forbidden, not-found, invalid-input. */
  readonly send: <Reply>(
    call: (client: Logs.CloudWatchLogsClient, abortSignal: AbortSignal) => Promise<Reply>,
    signal: AbortSignal,
  ) => Promise<Reply>;
  readonly close: () => void;
}

const REQUEST_MS = 10_000;
const CONNECT_MS = 3_000;

/** The vendor's client, which is loaded here and nowhere else. Credentials come from its own chain: environment, files, the pod's role. */
export async function openCloudWatch(options: {
  readonly region: string;
  readonly endpoint: string | null;
}): Promise<CloudWatchClient> {
  const logs = await import('@aws-sdk/client-cloudwatch-logs');
  const client = new logs.CloudWatchLogsClient({
    region: options.region,
    // Whoever ships the lines tries again; two layers that retry multiply.
    maxAttempts: 1,
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: REQUEST_MS },
    ...(options.endpoint !== null && { endpoint: options.endpoint }),
  });
  return {
    logs,
    send: async (call, signal) => {
      try {
        return await call(client, AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]));
      } catch (error) {
        signal.throwIfAborted();
        throw cloudWatchFault(error);
      }
    },
    close: () => client.destroy(),
  };
}

const DENIED = new Set(['AccessDeniedException', 'UnrecognizedClientException', 'InvalidSignatureException']);

function cloudWatchFault(cause: unknown): Fault {
  const name = cause instanceof Error ? cause.name : '';
  const fault = (kind: ConstructorParameters<typeof Fault>[0], message: string): Fault =>
    new Fault(kind, message, { cause });
  if (name === 'ResourceNotFoundException')
    return fault('not-found', 'There is no such log group or stream.');
  if (name === 'ResourceAlreadyExistsException') return fault('conflict', 'It is there already.');
  if (name === 'CredentialsProviderError')
    return fault('unauthenticated', 'No AWS credentials. Give the pod a role, or set their variables.');
  if (DENIED.has(name))
    return fault(
      'forbidden',
      'CloudWatch Logs refuses these credentials: allow logs actions on the audit group.',
    );
  if (name === 'TimeoutError' || name === 'AbortError')
    return fault('timeout', 'CloudWatch Logs does not answer in time.');
  return name === 'InvalidParameterException'
    ? fault('invalid-input', 'CloudWatch Logs refuses a parameter.')
    : fault('unavailable', 'CloudWatch Logs cannot be reached.');
}
