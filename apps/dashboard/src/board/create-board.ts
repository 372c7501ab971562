import { createBullBoard } from '@bull-board/api';
import { ExpressAdapter } from '@bull-board/express';
import type { BullBoardQueues } from '@ragfleet/job-queue';
import { type RequestHandler, Router } from 'express';

// Fonts of another company's server: the policy blocks them, and the page should not even ask.
const OUTSIDE_LINK = /<link[^>]+href="https?:\/\/[^>]*>\s*/gi;

/** Bull Board's pages, without its links to the outside. */
export function createBoard(queues: Pick<BullBoardQueues, 'adapters'>): Router {
  const serverAdapter = new ExpressAdapter();
  serverAdapter.setBasePath('/');
  createBullBoard({
    queues: [...queues.adapters],
    serverAdapter,
    options: {
      uiConfig: {
        boardTitle: 'Ragfleet',
        hideDocsLink: true,
        miscLinks: [
          { text: 'Level of service', url: '/service' },
          { text: 'Sign out', url: '/sign-out' },
        ],
      },
    },
  });
  const pages: unknown = serverAdapter.getRouter();
  if (!isHandler(pages)) throw new TypeError('Bull Board gave no Express application.');
  return Router().use(stripOutsideLinks, pages);
}

const stripOutsideLinks: RequestHandler = (_request, response, next) => {
  const send = response.send.bind(response);
  response.send = (body: unknown) => send(isPage(body) ? body.replaceAll(OUTSIDE_LINK, '') : body);
  next();
};

const isHandler = (value: unknown): value is RequestHandler => typeof value === 'function';

const isPage = (body: unknown): body is string =>
  typeof body === 'string' && /^\s*<!doctype html/i.test(body);
