import type { Fault } from '@ragfleet/kernel';
import type { TokenUsage } from './models.ts';

const usages = new WeakMap<object, TokenUsage>();

/** Notes on a fault that its call is billed all the same, and for what: the reply arrived, and was of no use. */
export function billedFault(fault: Fault, usage: TokenUsage): Fault {
  usages.set(fault, usage);
  return fault;
}

/** What a failed call is billed for; null where the vendor has not said. */
export function usageOfFailure(error: unknown): TokenUsage | null {
  return typeof error === 'object' && error !== null ? (usages.get(error) ?? null) : null;
}
