import { Fault } from '@ragfleet/kernel';

/**
 * One thing a client asks for, whole: everything up to the point where it waits for the server. Statements of the
 * extended protocol (Parse, Bind, Execute … Sync) belong together; cut apart, another client's Parse could come
 * between and one client's values would run in another's statement.
 */
export interface Exchange {
  readonly kind: 'encryption-request' | 'cancel-request' | 'startup' | 'statements' | 'terminate';
  readonly bytes: Buffer;
  /** The type byte of the last message. */
  readonly lastMessage: number;
}

/** Far above any statement of the fleet (a 16 MB document), far below what would exhaust the process. */
const MAX_MESSAGE_BYTES = 128 * 1024 * 1024;

const CANCEL_REQUEST = 80_877_102;
const SSL_REQUEST = 80_877_103;
const GSS_REQUEST = 80_877_104;

const FLUSH = 'H'.charCodeAt(0);
const TERMINATE = 'X'.charCodeAt(0);
const codesOf = (letters: string): ReadonlySet<number> => new Set(Buffer.from(letters, 'ascii'));
// Query, Sync and Flush: after these a client waits for an answer.
const BOUNDARIES = codesOf('QSH');
// Those, and Parse, Bind, Describe, Execute, Close, Terminate. Anything else would end the engine, or has no place here.
const KNOWN = codesOf('QSHPBDECX');
const PROTOCOL_MAJOR = 3;

/** False when the exchange ends with a Flush: the client goes on with the same statement after it. */
export const endsWithAnswer = (exchange: Exchange): boolean => exchange.lastMessage !== FLUSH;

export interface ExchangeReader {
  /** The exchanges that these bytes complete. Throws a Fault `malformed` on what is not the PostgreSQL protocol. */
  push(chunk: Buffer): Exchange[];
}

/** Cuts one connection's bytes (PostgreSQL protocol 3) into exchanges. */
export function createExchangeReader(): ExchangeReader {
  let chunks: Buffer[] = [];
  let bufferedBytes = 0;
  let neededBytes = 8;
  let isStarted = false;
  let statements: Buffer[] = [];

  const takeMessage = (bytes: Buffer): Exchange | null => {
    if (!isStarted) {
      const exchange = startupExchange(bytes);
      isStarted = exchange.kind === 'startup';
      return exchange;
    }
    if (!KNOWN.has(bytes[0] ?? 0)) throw notOurProtocol();
    if (bytes[0] === TERMINATE) return { kind: 'terminate', bytes, lastMessage: TERMINATE };
    statements.push(bytes);
    if (!BOUNDARIES.has(bytes[0] ?? 0)) return null;
    const exchange: Exchange = {
      kind: 'statements',
      bytes: Buffer.concat(statements),
      lastMessage: bytes[0] ?? 0,
    };
    statements = [];
    return exchange;
  };

  return {
    push(chunk) {
      chunks.push(chunk);
      bufferedBytes += chunk.length;
      if (bufferedBytes < neededBytes) return [];
      let rest = Buffer.concat(chunks);
      const exchanges: Exchange[] = [];
      for (
        let size = messageBytes(rest, isStarted);
        size <= rest.length;
        size = messageBytes(rest, isStarted)
      ) {
        const exchange = takeMessage(rest.subarray(0, size));
        rest = rest.subarray(size);
        if (exchange !== null) exchanges.push(exchange);
      }
      chunks = [rest];
      bufferedBytes = rest.length;
      neededBytes = messageBytes(rest, isStarted);
      return exchanges;
    },
  };
}

/** The size of the message that `bytes` begins, or of its header while that is not whole. */
function messageBytes(bytes: Buffer, isStarted: boolean): number {
  const typeBytes = isStarted ? 1 : 0;
  const headerBytes = isStarted ? 5 : 8;
  if (bytes.length < headerBytes) return headerBytes;
  const size = bytes.readInt32BE(typeBytes) + typeBytes;
  if (size < headerBytes || size > MAX_MESSAGE_BYTES) throw notOurProtocol();
  return size;
}

function startupExchange(bytes: Buffer): Exchange {
  const code = bytes.readInt32BE(4);
  if (code === SSL_REQUEST || code === GSS_REQUEST)
    return { kind: 'encryption-request', bytes, lastMessage: 0 };
  if (code !== CANCEL_REQUEST && code >> 16 !== PROTOCOL_MAJOR) throw notOurProtocol();
  return { kind: code === CANCEL_REQUEST ? 'cancel-request' : 'startup', bytes, lastMessage: 0 };
}

const notOurProtocol = (): Fault =>
  new Fault('malformed', 'This port speaks the PostgreSQL protocol. Connect with a PostgreSQL client.');
