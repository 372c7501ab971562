/** What goes wrong with one call. The words of a stream are the double's own answer. */
export type ModelFault =
  | {
      readonly type: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** The vendor's own word for it; the usual one for the status when left out. */
      readonly code?: string;
    }
  /** An error in the middle of a stream that began with 200. */
  | { readonly type: 'error-event'; readonly code?: string }
  /** Vectors of no use: of another length, without a direction, or none at all. Of an embedding alone. */
  | { readonly type: 'bad-vectors'; readonly flaw: VectorFlaw }
  | {
      readonly type:
        | 'hang' // the connection is taken and nothing comes
        | 'mute' // headers, and then nothing more
        | 'stall' // a first piece, and then nothing more
        | 'cut' // a first piece, and the connection ends
        | 'reset' // a first piece, and the connection is reset
        | 'no-finish' // the whole text, an orderly end, no finish reason and no usage
        | 'empty' // a finish reason and usage, no text
        | 'malformed' // an event that is no JSON
        | 'wrong-type' // a good stream that calls itself a page
        | 'split-utf8' // a good stream, cut inside its characters
        | 'broken-utf8' // bytes that are no UTF-8 in the middle of the text
        | 'repeat' // the first piece and the end are said twice
        | 'error-body' // 200 with the body of an error
        | 'huge' // one piece of 10 MB
        | 'endless' // pieces that come to 10 MB
        | 'gzip-bomb'; // a small body that unpacks to 1 GiB
    };

export type VectorFlaw = 'another-dimension' | 'no-number' | 'none';

export interface ModelUsage {
  /** All of them, the cached ones included. */
  readonly inputTokens: number;
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
}

/** What the double says to a call. */
export interface ModelReply extends ModelUsage {
  readonly text: string;
  readonly finish: 'stop' | 'length' | 'refusal';
}

/** A request as far as every vendor has it. */
export interface ModelCall {
  readonly kind: 'answer' | 'embedding';
  readonly model: string;
  readonly isStream: boolean;
  /** Every text of the request, for counting it. */
  readonly texts: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
}

/** A vendor's formats: paths, bodies and events as its own SDK reads them. */
export interface ModelWire {
  /** Null for a path that the vendor does not have. */
  callOf(path: string, body: Readonly<Record<string, unknown>>): ModelCall | null;
  apiKeyOf(headers: Readonly<Record<string, string | string[] | undefined>>): string;
  errorBody(status: number, code: string | undefined): object;
  /** The reply to a call that is no stream. */
  whole(call: ModelCall, reply: ModelReply, flaw?: VectorFlaw): object;
  /** Events, ready for the wire. */
  readonly events: {
    head(call: ModelCall, reply: ModelReply): string;
    text(call: ModelCall, text: string): string;
    /** The finish reason, the usage and the end. */
    tail(call: ModelCall, reply: ModelReply): string;
    /** An orderly end without the finish reason and the usage. */
    unfinished(call: ModelCall): string;
    error(code: string | undefined): string;
  };
}

export const textField = (value: unknown, name: string): string => {
  const field: unknown =
    typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
  return typeof field === 'string' ? field : '';
};

/** What is said in messages, in blocks of a system message or in a list of inputs. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) =>
    name === 'content' || name === 'text' ? textsIn(field) : [],
  );
}
