const PROBE_MS = 1_000;

/** Whether somebody speaks HTTP there, whatever is said. */
export async function isAnswered(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_MS) });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}
