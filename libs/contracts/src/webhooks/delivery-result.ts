/** What one webhook attempt came to. `error` is a constant phrase, never the receiver's text. */
export type DeliveryResult =
  | { readonly outcome: 'delivered'; readonly httpStatus: number }
  | {
      readonly outcome: 'retry';
      readonly httpStatus: number | null;
      readonly error: string;
      readonly retryAfterMs?: number;
    }
  | {
      readonly outcome: 'dead';
      readonly httpStatus: number | null;
      readonly error: string;
      readonly disableEndpoint?: boolean;
    };
