import { expect, it } from 'vitest';
import { Problem, problemOf, toProblem } from './problem.js';

const reply = (text: string, retryAfter: string | null = null) =>
  problemOf({ status: 422, text, requestId: 'req_1', retryAfter });

it('keeps the fix that the fleet names, field by field', () => {
  const errors = [{ pointer: '/question', message: 'Ask something.' }];
  const text = JSON.stringify({ title: 'Not acceptable', detail: 'Correct the fields.', errors });
  expect(reply(text, '7')).toMatchObject({
    title: 'Not acceptable',
    message: 'Correct the fields.',
    errors,
    retryAfterSeconds: 7,
    requestId: 'req_1',
  });
});

it('says so when the reply is a page of something in front', () => {
  expect(reply('<html>Bad gateway</html>')).toMatchObject({ title: 'The server answered 422', errors: [] });
  expect(reply('null')).toMatchObject({ title: 'The server answered 422' });
});

it('tells a server that is away from one that is slow', () => {
  expect(toProblem(new TypeError('Failed to fetch')).title).toBe('The fleet was not reached');
  expect(toProblem(new DOMException('', 'TimeoutError')).title).toBe('No answer in time');
  const known = new Problem({ status: 409, title: 'Finished', detail: 'It is over.' });
  expect(toProblem(known)).toBe(known);
});
