/** `upstream` is what the client says to the server, `downstream` what the server says to the client. */
export type Direction = 'upstream' | 'downstream';
export type Directions = Direction | 'both';

/**
 * What one direction suffers from, in Toxiproxy's vocabulary. Sizes are bytes, a kilobyte is 1,000 of them. What counts
 * from a moment counts from when the toxic was set, or from the opening of a connection that came later.
 */
export interface Toxics {
  /** Everything arrives later by `delayMs`, give or take `jitterMs`, in its order. */
  readonly latency?: { readonly delayMs: number; readonly jitterMs?: number };
  /** 0 lets nothing through. */
  readonly bandwidth?: { readonly kilobytesPerSecond: number };
  /** The end of the stream is told later; what was said before it is not held up. */
  readonly slowClose?: { readonly delayMs: number };
  /** Swallows all, the end of the stream too; the connection is closed after `afterMs`, and with 0 never. */
  readonly timeout?: { readonly afterMs: number };
  /** The receiver of this direction gets a RST after `afterMs`; until then all is well. */
  readonly resetPeer?: { readonly afterMs: number };
  /** Pieces of about `averageBytes` (half to one and a half of it), `delayMs` after one another. */
  readonly slicer?: { readonly averageBytes: number; readonly delayMs?: number };
  /** The connection is closed when so many bytes have passed. */
  readonly limitData?: { readonly bytes: number };
  /** Of the whole proxy, whichever direction it is set for: nothing listens, and what was open is cut. */
  readonly down?: true;
}

export type ToxicName = keyof Toxics;

export interface ProxyConnection {
  /** Counts from 1. */
  readonly id: number;
  /** The client's own port, which tells whose connection it is. */
  readonly clientPort: number;
  /** Bytes that were passed on so far. */
  passedBytes(): Readonly<Record<Direction, number>>;
  /** Destroys both sides. */
  cut(): void;
}

export interface ProxyChunk {
  readonly direction: Direction;
  readonly bytes: Buffer;
  readonly connection: ProxyConnection;
}

/** After `drop` the rest of this direction of the connection is dropped as well: no TCP stream has a hole. */
export type ChunkVerdict = 'pass' | 'drop';

/** Asked of each chunk in its order, before the toxics. A promise holds the chunk, and what follows it, until it is kept. */
export type ChunkHook = (chunk: ProxyChunk) => ChunkVerdict | Promise<ChunkVerdict>;

export interface TcpProxy {
  readonly host: '127.0.0.1';
  /** The same over the proxy's life, also after `down`. */
  readonly port: number;
  /** Sets toxics, each in place of one of its name, for open and for new connections. RangeError for a negative number. */
  set(toxics: Toxics, directions?: Directions): Promise<void>;
  /** Takes toxics away. A connection that lost bytes meanwhile is reset, as its streams would have holes. */
  remove(names: readonly ToxicName[], directions?: Directions): Promise<void>;
  /** One hook at a time; null takes it away, and what it holds goes on. */
  onChunk(hook: ChunkHook | null): void;
  connections(): readonly ProxyConnection[];
  /** Destroys every open connection; new ones are welcome. */
  cut(): void;
  /** Another server stands behind it from now on: open connections are destroyed, new ones go there. */
  retarget(targetPort: number): void;
  /** All toxics and the hook off, and listening; its target stays. Connections that lost bytes are reset, the others go on. */
  heal(): Promise<void>;
  /** Ends the proxy. Rejects with the first error of a hook, if one threw. */
  stop(): Promise<void>;
}
