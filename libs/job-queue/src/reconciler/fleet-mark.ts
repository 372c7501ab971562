/** What `fleetMark` joined: `tenant:query`. A query id holds no colon, so the last one parts the two. */
export function parseFleetMark(mark: string): { readonly tenantId: string; readonly queryId: string } {
  const at = mark.lastIndexOf(':');
  return { tenantId: mark.slice(0, at), queryId: mark.slice(at + 1) };
}
