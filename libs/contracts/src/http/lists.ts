import { z } from 'zod';

/** `{object: "list", data}`, and `has_more` where a list is paged. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ object: z.literal('list'), data: z.array(item), has_more: z.boolean().optional() });
