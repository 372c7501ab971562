import type { Fault } from '@ragfleet/kernel';

const noted = new WeakSet<object>();

/** Notes on a fault that its call was not made, because nobody could write down what it would cost. */
export function unbookedFault(fault: Fault): Fault {
  noted.add(fault);
  return fault;
}

/** True for a failure of the books: it says nothing about the model, and no other model can be called either. */
export const isUnbooked = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && noted.has(error);
