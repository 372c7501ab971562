import { REGIONS } from '@ragfleet/kernel';
import { z } from 'zod';

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');

const HOST = /^(?:\*\.)?[a-z0-9](?:[a-z0-9.:-]*[a-z0-9])?$/;
const hostRegions = z.record(z.string().regex(HOST), z.enum(REGIONS));

/** The variables of a fleet that keeps to a region: the same in every process of it. */
export const residencyVariables = {
  REGION: z.enum(REGIONS).optional().meta({
    description:
      'region that this fleet keeps to: us, eu, apac or uk. Every process then refuses endpoints of another one and connections without TLS; unset promises nothing',
  }),
  ENDPOINT_REGIONS: z
    .string()
    .default('{}')
    .transform((text, context): z.output<typeof hostRegions> => {
      try {
        return hostRegions.parse(JSON.parse(text));
      } catch {
        context.addIssue({
          code: 'custom',
          message: `must be a JSON object of host to ${REGIONS.join(', ')}, such as {"redis.internal": "eu", "*.eu.example.com": "eu"}`,
        });
        return z.NEVER;
      }
    })
    .meta({
      description:
        'regions of the hosts whose names do not tell them, with REGION: {"redis.internal": "eu", "*.eu.example.com": "eu"}',
    }),
  ENCRYPTION_AT_REST: flag.default(false).meta({
    description:
      'true states, with REGION, that Redis, PostgreSQL, the vector store, the folder of the audit log and their backups are encrypted at rest: no process can see it',
  }),
  ALLOW_CROSS_REGION_FALLBACK: flag.default(false).meta({
    description:
      'true lets answer models of another declared region be configured beside REGION; they answer for tenants alone whose record allows it',
  }),
};

export type ResidencyVariables = Readonly<z.output<z.ZodObject<typeof residencyVariables>>>;
