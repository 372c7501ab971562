import type { ModelDouble, ModelFault } from '@ragfleet/test-support';

/** The next call to an answer model meets the fault, and no other. Returns when each has come since, in milliseconds. */
export function failOnce(model: ModelDouble, fault: ModelFault): readonly number[] {
  const callsAtMs: number[] = [];
  model.failBy(({ kind }) => {
    if (kind !== 'answer') return null;
    callsAtMs.push(performance.now());
    return callsAtMs.length === 1 ? fault : null;
  });
  return callsAtMs;
}

/** Every call to an answer model meets one of these, until the double is told otherwise. Returns how many have. */
export function failAlways(model: ModelDouble, choose: () => ModelFault): () => number {
  let calls = 0;
  model.failBy(({ kind }) => {
    if (kind !== 'answer') return null;
    calls += 1;
    return choose();
  });
  return () => calls;
}
