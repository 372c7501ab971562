import { existsSync, readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path/posix';
import type { Stage } from './read-dockerfile.ts';

/** Patterns of .dockerignore. An exception (`!…`) is not among what is understood here. */
export function readIgnored(root: string): readonly string[] {
  const path = join(root, '.dockerignore');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** Whether the build context holds a path, and the stage copies it. */
export function isCopied(
  { copies }: Pick<Stage, 'copies'>,
  path: string,
  ignored: readonly string[],
): boolean {
  const places = placesOf(path);
  if (places.some((place) => ignored.some((pattern) => matchesGlob(place, pattern)))) return false;
  const sources = copies.flatMap((copy) => copy.sources);
  return sources.some((source) => places.some((place) => place === source || matchesGlob(place, source)));
}

/** A path and every folder that it lies in. */
function placesOf(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_part, at) => parts.slice(0, at + 1).join('/'));
}
