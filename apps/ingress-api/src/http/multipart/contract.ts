/** One part of a form, in the order in which the client sent them. */
export type Part =
  | { readonly kind: 'field'; readonly name: string; readonly value: string }
  | {
      readonly kind: 'file';
      /** Of the form's field. */
      readonly name: string;
      /** As the client wrote it: anything at all. */
      readonly fileName: string;
      readonly mediaType: string | null;
      /** Comes as fast as it is read. Must be read to its end before the next part is asked for. */
      readonly content: AsyncIterable<Uint8Array>;
    };

export interface PartLimits {
  /** Of the whole body. */
  readonly maxBytes: number;
  readonly maxFileBytes: number;
  readonly maxFiles: number;
  readonly maxFields: number;
  readonly maxFieldBytes: number;
  /** For the whole body to arrive. */
  readonly maxMs: number;
  /** Without a byte from the client. */
  readonly maxIdleMs: number;
}
