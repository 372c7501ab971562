import { RagfleetError } from '@ragfleet/client';
import { expectThat, type TourStep } from '../tour-context.ts';

const WAIT_SECONDS = 20;

/** What belongs to one tenant does not exist for another. */
export const meetOtherTenant: TourStep = {
  name: 'the other tenant: 404, and nothing found',
  async run({ as, asOtherTenant, signal }) {
    const { id } = await as('user').queries.create(
      { question: 'Which allowance is there for the home office?' },
      { waitSeconds: WAIT_SECONDS, signal },
    );
    const stranger = asOtherTenant();
    const query = await statusOf(() => stranger.queries.get(id, { signal }));
    const document = await statusOf(() => stranger.documents.get('annual-leave', { signal }));
    expectThat(query === 404, `a stranger's query is 404, not ${query}`);
    expectThat(document === 404, `a stranger's document is 404, not ${document}`);
    const { data } = await stranger.search({ query: 'annual leave of full-time employees' }, { signal });
    const own = new Set(['opening-hours', 'bakers-leave', 'sourdough-recipe']);
    expectThat(
      data.every((hit) => own.has(hit.document_id)),
      'the search finds the own documents alone',
    );
    return `GET query ${query}, GET document ${document}, search finds ${data.length} of its own passages`;
  },
};

async function statusOf(call: () => Promise<unknown>): Promise<number> {
  try {
    await call();
    return 200;
  } catch (error) {
    if (error instanceof RagfleetError) return error.status;
    throw error;
  }
}
