import { Fault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import { MethodRefusal } from './method-refusal.ts';
import { problemOf } from './problems.ts';

const context = { instance: '/v1/queries', requestId: 'r-1', mayHaveHappened: true };

describe('problemOf', () => {
  it('tells the kind, the fix and what is wrong where', () => {
    const problems = [{ pointer: '/question', message: 'Ask something.' }];
    const { status, body } = problemOf(new Fault('invalid-input', 'Correct it.', { problems }), context);
    expect(status).toBe(422);
    expect(body).toEqual({
      type: 'https://ragfleet.dev/problems/invalid-input',
      title: 'The request is not acceptable',
      status: 422,
      detail: 'Correct it.',
      instance: '/v1/queries',
      request_id: 'r-1',
      errors: problems,
    });
  });

  it.each([
    [new Error('connect ECONNREFUSED 10.1.2.3:5432')],
    [new Fault('internal', 'table secret_things is gone')],
    [new Fault('corrupt', 'row 7 of secret_things')],
    ['a text that was thrown'],
  ])('shows nothing of what went wrong inside', (error) => {
    const { status, body } = problemOf(error, context);
    expect(status).toBe(500);
    expect(body.detail).not.toMatch(/ECONNREFUSED|secret|thrown/);
  });

  it('says that the outcome is unknown only where something may have happened', () => {
    const fault = new Fault('unavailable', 'Redis did not answer.');
    expect(problemOf(fault, context).body.detail).toMatch(/outcome is unknown/);
    expect(problemOf(fault, { ...context, mayHaveHappened: false }).body.detail).not.toMatch(/unknown/);
  });

  it('says in its own words what is known not to have happened', () => {
    const fault = new Fault('unavailable', 'Ratings are not kept now.', { isOutcomeKnown: true });
    expect(problemOf(fault, context).body.detail).toBe('Ratings are not kept now.');
  });

  it.each([
    ['/v1/queries', true],
    ['/v1/queries/batch', true],
    ['/v1/queries/batch#/queries/3', true],
    ['/v1/queries/q_1/cancel', false],
    ['/v1/documents', false],
  ])('names the Idempotency-Key of %s: %s', (instance, takesKey) => {
    const { detail } = problemOf(new Fault('timeout', 'Late.'), { ...context, instance }).body;
    expect([/outcome is unknown/.test(detail), /Idempotency-Key/.test(detail)]).toEqual([true, takesKey]);
  });

  it.each([
    [new Fault('rate-limited', 'Slow down.', { retryAfterMs: 2_100 }), 3, 3],
    [new Fault('rate-limited', 'Slow down.'), 1, 1],
    [new Fault('unavailable', 'Away.', { retryAfterMs: 1_000 }), 1, 4],
    [new Fault('overloaded', 'Full.', { retryAfterMs: 5_000 }), 5, 8],
  ])('says when to come back', (fault, least, most) => {
    const seconds = Number(problemOf(fault, context).headers['Retry-After']);
    expect(seconds).toBeGreaterThanOrEqual(least);
    expect(seconds).toBeLessThanOrEqual(most);
  });

  it('names the methods that there are', () => {
    const { status, headers } = problemOf(new MethodRefusal('GET, POST'), context);
    expect([status, headers['Allow']]).toEqual([405, 'GET, POST']);
  });
});
