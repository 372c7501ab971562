/** Does the work for 0 up to `count`, some at a time. */
export async function inBatches(
  count: number,
  atOnce: number,
  work: (at: number) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < count; from += atOnce) {
    const size = Math.min(atOnce, count - from);
    await Promise.all(Array.from({ length: size }, (_, place) => work(from + place)));
  }
}
