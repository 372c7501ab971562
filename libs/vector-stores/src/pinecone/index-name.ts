import { nameDigest, slugOf } from '../space-name.ts';

const MAX_PREFIX = 20;
const MAX_MODEL = 15;

/**
 * One index holds the vectors of one model. At most 45 characters of lower case, digits and hyphens, which begins and
 * ends with none; the digest tells apart what reads alike.
 */
export const indexNameOf = (prefix: string, model: string, dimension: number): string =>
  [slugOf(prefix, MAX_PREFIX, '-'), slugOf(model, MAX_MODEL, '-'), nameDigest([prefix, model, dimension])]
    .filter((part) => part !== '')
    .join('-');
