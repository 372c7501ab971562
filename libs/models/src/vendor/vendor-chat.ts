import type { AnswerModel, TokenUsage } from '@ragfleet/rag-core';
import type { Prompt } from '../prompt/prompt.ts';
import type { VendorFailures } from './vendor-failure.ts';

export type ModelVendor = 'openai' | 'azure' | 'anthropic' | 'local';

/** An answer model that knows whose it is, and answers under another key over the same connections. */
export interface VendorAnswerModel extends AnswerModel {
  readonly vendor: ModelVendor;
  /** Cheap: make one for a call. A model without a key is itself. */
  forKey(apiKey: string): VendorAnswerModel;
}

/** One event of a vendor's stream, in the fleet's words. What it does not tell is left out. */
export interface ChatEvent {
  readonly text?: string;
  readonly finish?: 'stop' | 'length' | 'refusal';
  /** What the vendor bills, complete. */
  readonly usage?: TokenUsage;
}

/** A vendor's chat service: one streamed call, through its own SDK, without retries. */
export interface VendorChat {
  readonly failures: VendorFailures;
  /** Rejects, and its stream fails, with what the SDK throws. Ends its HTTP request when the signal aborts, and when the reader stops. */
  open(prompt: Prompt, signal: AbortSignal): Promise<AsyncIterable<ChatEvent>>;
  forKey(apiKey: string): VendorChat;
}
