import { Fault } from '@ragfleet/kernel';

/** What the vendor's client tells of an error, without its classes: those load with the client alone. */
interface S3Error {
  readonly name: string;
  readonly code: string;
  readonly status: number | null;
}

function read(error: unknown): S3Error {
  if (!(error instanceof Error)) return { name: '', code: '', status: null };
  const { name } = error;
  const code = 'code' in error ? String(error.code) : '';
  const metadata = '$metadata' in error ? error.$metadata : null;
  const isNumbered = typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata;
  const status = isNumbered && typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null;
  return { name, code, status };
}

/** The bucket is there and the object is not; a bucket that is not there is an error and no empty one. */
export function isNoSuchKey(error: unknown): boolean {
  const { name, status } = read(error);
  return name === 'NoSuchKey' || (status === 404 && name !== 'NoSuchBucket');
}

export const isNotModified = (error: unknown): boolean => read(error).status === 304;

/** A failure of the bucket in words that say the fix. */
export function s3Fault(cause: unknown): Fault {
  const { name, status } = read(cause);
  const fault = (
    kind: 'not-found' | 'forbidden' | 'unauthenticated' | 'unavailable' | 'timeout',
    message: string,
  ) => new Fault(kind, message, { cause });
  if (name === 'CredentialsProviderError')
    return fault(
      'unauthenticated',
      'No credentials for the bucket. Name their variables, or give the pod a role.',
    );
  if (name === 'NoSuchBucket')
    return fault('not-found', 'There is no such bucket. Check its name and region.');
  if (status === 401 || status === 403)
    return fault('forbidden', 'The bucket refuses these credentials. They need to list and to read it.');
  if (status === 404) return fault('not-found', 'There is nothing at this key.');
  if (name === 'TimeoutError' || name === 'AbortError')
    return fault('timeout', 'The bucket does not answer in time.');
  if (status !== null && status < 500 && status !== 429)
    return fault('not-found', `The bucket answers ${status}. Check its name, region and endpoint.`);
  return fault('unavailable', 'The bucket cannot be reached.');
}
