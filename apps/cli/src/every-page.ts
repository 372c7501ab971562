import { type Page, RagfleetError } from '@ragfleet/client';

export type ListPage<Item> = (page: {
  readonly limit: number;
  readonly starting_after?: string;
}) => Promise<Page<Item>>;

const PAGE = 100;

/** What a list holds, a page at a time. */
export async function* everyPage<Item extends { readonly id: string }>(
  list: ListPage<Item>,
): AsyncGenerator<Item> {
  for (let last: Item | undefined; ; ) {
    const page: Page<Item> = await list({ limit: PAGE, ...(last && { starting_after: last.id }) });
    yield* page.data;
    last = page.data.at(-1);
    if (page.has_more !== true || last === undefined) return;
  }
}

/** Whether what a page was to go on from has left its list meanwhile, as the oldest of a bounded list do. */
export const isCursorGone = (error: unknown): boolean =>
  error instanceof RagfleetError &&
  error.problem.errors?.some(({ pointer }) => pointer === '/starting_after') === true;
