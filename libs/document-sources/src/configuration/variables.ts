import { allowHosts } from '@ragfleet/public-http';
import { z } from 'zod';

/** Variables of a process that keeps sources in step. */
export const sourceVariables = {
  SOURCES_FILE: z.string().optional().meta({
    description: 'JSON file of the folders, buckets and web pages that are kept in step; unset: none',
  }),
  SOURCE_ALLOW_HOSTS: allowHosts.meta({
    description: 'hosts whose web pages may be private and over http, comma-separated; for development',
  }),
};
