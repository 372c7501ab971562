import { Fault } from '@ragfleet/kernel';
import type { RequestHandler } from 'express';
import { page } from '../pages/page.ts';
import { sendProblem } from './problems.ts';
import { asksForPage } from './require-operator.ts';

const MESSAGE = 'There is no such page.';

/** Behind everything that there is: a page for a browser, a problem for a script. */
export const refuseUnknownPath: RequestHandler = (request, response) => {
  if (!asksForPage(request)) return sendProblem(request, response, new Fault('not-found', MESSAGE));
  const body = `<p>${MESSAGE}</p><p><a href="/">The queues</a></p>`;
  response.status(404).type('html').send(page('Not found', body));
};
