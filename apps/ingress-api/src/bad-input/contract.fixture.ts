/** Who asks: keys of these roles exist in every tenant of the corpus. */
export type Caller = 'user' | 'admin';

/** A request as its sender wrote it. Nothing of it is tidied by a client on the way. */
export interface RawRequest {
  /** `POST` when there is a body, else `GET`. */
  readonly method?: string;
  /** The request target, byte for byte. */
  readonly target: string;
  /** Whole lines; a Content-Type and a Content-Length of the body go with it where none is named. */
  readonly headers?: readonly string[];
  readonly body?: string | Buffer;
  /** Whose key goes with it; null for nobody's. A user's by default. */
  readonly caller?: Caller | null;
}

export interface BadInput {
  readonly name: string;
  /** The whole request, or the bytes of a connection, in pieces where a string is not yet one. */
  readonly sent: RawRequest | Buffer;
  readonly status: number;
  /** Sent before, with the same key, and expected to be accepted. */
  readonly before?: RawRequest;
}

export interface BadInputClass {
  readonly name: string;
  /** How many cases there are at least. */
  readonly atLeast: number;
  readonly cases: readonly BadInput[];
}

/** In everything that a server could be tempted to repeat. */
export const CANARY = 'zq7canary';

/** A POST of JSON. */
export const post = (
  target: string,
  body: unknown,
  extra: Omit<RawRequest, 'target' | 'body'> = {},
): RawRequest => ({
  target,
  body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
  ...extra,
});

/** A question whose other fields are these. */
export const ask = (fields: object, extra: Omit<RawRequest, 'target' | 'body'> = {}): RawRequest =>
  post('/v1/queries', { question: `What is ${CANARY}?`, ...fields }, extra);

export const document = (fields: object): RawRequest =>
  post(
    '/v1/documents',
    { documents: [{ title: 'T', content: 'Some text.', ...fields }] },
    { caller: 'admin' },
  );

export const search = (query: string): RawRequest => post('/v1/search', { query });
