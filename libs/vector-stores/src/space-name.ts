import { createHash } from 'node:crypto';

/**
 * The table or collection of one model: readable, at most 54 characters of lower case, digits and underscores (PostgreSQL
 * takes 63 with what is added to it), and different for models that read alike.
 */
export const spaceName = (model: string, dimension: number): string =>
  `vectors_${slugOf(model, 32, '_')}_${dimension}_${nameDigest([model, dimension])}`;

/** A readable part of a name: lower case letters and digits of `text`, with `separator` between them. */
export function slugOf(text: string, maxLength: number, separator: '-' | '_'): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const slug = words.join(separator).slice(0, maxLength);
  return slug.endsWith(separator) ? slug.slice(0, -1) : slug;
}

/** Eight hexadecimal digits that differ for names that read alike. */
export const nameDigest = (parts: readonly (string | number)[]): string => digestOf(JSON.stringify(parts));

/** Hexadecimal digits that stand for a text in a name. */
export const digestOf = (text: string, digits = 8): string =>
  createHash('sha256').update(text).digest('hex').slice(0, digits);
