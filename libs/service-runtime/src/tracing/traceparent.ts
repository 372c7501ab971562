/** Who caused a span, as the `traceparent` header of W3C Trace Context names it. */
export interface RemoteParent {
  readonly traceId: string;
  readonly spanId: string;
  readonly isSampled: boolean;
}

/** Versions after 00 may add fields at the end; ff is forbidden, and so are ids of nothing but zeros. */
const TRACEPARENT = /^(?!ff)([\da-f]{2})-(?!0{32})([\da-f]{32})-(?!0{16})([\da-f]{16})-([\da-f]{2})(-.*)?$/;
const SAMPLED = 1;
/** Of what a caller sends no more is looked at. */
const MAX_CHARACTERS = 256;

/** null for what is no traceparent: it is then as if there were none. */
export function parseTraceparent(header: string): RemoteParent | null {
  if (header.length > MAX_CHARACTERS) return null;
  const [, version, traceId = '', spanId = '', flags = '', rest] = TRACEPARENT.exec(header) ?? [];
  if (version === undefined || (version === '00' && rest !== undefined)) return null;
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & SAMPLED) === SAMPLED };
}

export const formatTraceparent = ({ traceId, spanId, isSampled }: RemoteParent): string =>
  `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`;
