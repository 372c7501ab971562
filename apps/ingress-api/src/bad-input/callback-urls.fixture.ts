import { UNACCEPTABLE_URLS } from '@ragfleet/test-support';
import { ask, type BadInput, type BadInputClass, post } from './contract.fixture.ts';

const named = (index: number, url: string): string => `${index + 1}: ${JSON.stringify(url.slice(0, 60))}`;

const cases: readonly BadInput[] = [
  ...UNACCEPTABLE_URLS.map((url, index) => ({
    name: `of a query, ${named(index, url)}`,
    sent: ask({ callback: { url } }),
    status: 422,
  })),
  ...UNACCEPTABLE_URLS.filter((_url, index) => index % 10 === 0).map((url, index) => ({
    name: `of an ingestion, ${named(index, url)}`,
    sent: post(
      '/v1/documents',
      { documents: [{ title: 'T', content: 'C' }], callback: { url } },
      { caller: 'admin' },
    ),
    status: 422,
  })),
];

export const CALLBACK_URLS: BadInputClass = { name: 'callback URLs', atLeast: 90, cases };
