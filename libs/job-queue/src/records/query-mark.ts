/** How a query is named in the fleet's own sets. */
export const queryMark = (tenantId: string, queryId: string): string => `${tenantId}:${queryId}`;

/** What `queryMark` joined: `tenant:query`. A query id holds no colon, so the last one parts the two. */
export function parseQueryMark(mark: string): { readonly tenantId: string; readonly queryId: string } {
  const at = mark.lastIndexOf(':');
  return { tenantId: mark.slice(0, at), queryId: mark.slice(at + 1) };
}
