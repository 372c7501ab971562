import { Fault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import { billedFault, usageOfFailure } from './billed-fault.ts';

describe('billedFault', () => {
  it('notes what a failed call is billed for, on that fault alone, and changes nothing of it', () => {
    const fault = new Fault('unavailable', 'Empty.');
    const usage = { inputTokens: 7, outputTokens: 1 };
    expect(billedFault(fault, usage)).toBe(fault);
    expect(usageOfFailure(fault)).toBe(usage);
    expect(JSON.stringify(fault)).toBe(JSON.stringify(new Fault('unavailable', 'Empty.')));
  });

  it.each([new Fault('unavailable', 'Cut.'), new Error('Other.'), 'text', null, undefined])(
    'knows of no bill for %s',
    (error) => {
      expect(usageOfFailure(error)).toBeNull();
    },
  );
});
