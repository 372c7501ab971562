export const timestamp = (atMs: number): string => new Date(atMs).toISOString();
export const optionalTimestamp = (atMs: number | null): string | null =>
  atMs === null ? null : timestamp(atMs);
