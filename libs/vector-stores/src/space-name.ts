import { createHash } from 'node:crypto';

/** A readable part of a name: lower case letters and digits of `text`, with `separator` between them. */
export function slugOf(text: string, maxLength: number, separator: '-' | '_'): string {
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const slug = words.join(separator).slice(0, maxLength);
  return slug.endsWith(separator) ? slug.slice(0, -1) : slug;
}

/** Eight hexadecimal digits that differ for names that read alike. */
export const nameDigest = (parts: readonly (string | number)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 8);
