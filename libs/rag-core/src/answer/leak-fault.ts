import { Fault } from '@ragfleet/kernel';

const leaks = new WeakSet<Fault>();

/** An answer that gave the model's rules away. It says nothing of the model's health: somebody asked for it. */
export function leakFault(): Fault {
  const fault = new Fault(
    'corrupt',
    'The answer held what the model was told to keep. Ask about the documents.',
  );
  leaks.add(fault);
  return fault;
}

export const isLeak = (error: unknown): boolean => error instanceof Fault && leaks.has(error);
