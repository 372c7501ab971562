import { Fault, textWithin } from '@ragfleet/kernel';

const TIMEOUT_MS = 5_000;
const MAX_BYTES = 256 * 1_024;

/** A JSON document of an issuer. Fault `unavailable` when it does not come whole, small and in time. */
export async function fetchJson(url: string): Promise<unknown> {
  try {
    const response = await fetch(url, {
      redirect: 'error',
      headers: { accept: 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return JSON.parse(await boundedText(response));
  } catch (cause) {
    throw new Fault('unavailable', 'The issuer of the token does not answer. Try again.', { cause });
  }
}

async function boundedText({ status, body }: Response): Promise<string> {
  if (status !== 200) {
    await body?.cancel();
    throw new Error(`The issuer answered with ${status}.`);
  }
  const text = await textWithin(body, MAX_BYTES);
  if (text === null) throw new Error(`The issuer answered with more than ${MAX_BYTES} bytes.`);
  return text;
}
