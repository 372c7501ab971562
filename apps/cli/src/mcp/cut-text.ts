/** At most so many UTF-16 units, with `…` as the last where something is left out; never half a character. */
export function cutText(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const kept = text.slice(0, maxCharacters - 1);
  return `${kept.replace(/[\uD800-\uDBFF]$/, '')}…`;
}
