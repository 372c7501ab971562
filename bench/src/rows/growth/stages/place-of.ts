/** Far apart from one call to the next. */
const STRIDE = 7_919;

/** One of so many things, another one at each call, the same in each run. */
export const placeOf = (at: number, count: number): number => (at * STRIDE) % count;

/** Throws when nothing is there: an operation that finds nothing would be cheap. */
export async function found<Value>(reading: Promise<Value | null>): Promise<Value> {
  const value = await reading;
  if (value === null) throw new Error('What was kept is not there.');
  return value;
}
