import { isAllowHosts } from '@ragfleet/public-http';
import { z } from 'zod';

/** Variables of a process that keeps sources in step. */
export const sourceVariables = {
  SOURCES_FILE: z.string().optional().meta({
    description: 'JSON file of the folders, buckets and web pages that are kept in step; unset: none',
  }),
  SOURCE_ALLOW_HOSTS: z
    .string()
    .refine(isAllowHosts, 'must be host names or addresses, comma-separated, each with an optional port')
    .default('')
    .meta({
      description: 'hosts whose web pages may be private and over http, comma-separated; for development',
    }),
};
