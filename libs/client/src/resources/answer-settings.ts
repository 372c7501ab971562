export type ModelVendor = 'openai' | 'azure' | 'anthropic';

/** How a tenant's questions are answered. null leaves it to the fleet. */
interface AnswerChoices {
  /** The models that a query may name. */
  readonly allowed_models: readonly string[] | null;
  /** The models that are tried, best first. */
  readonly model_ladder: readonly string[] | null;
  /** Wishes for every answer; they add to the fleet's rules. */
  readonly system_prompt: string | null;
  /** BCP 47, such as `de`; null answers in the language of the question. */
  readonly answer_language: string | null;
}

/** It tightens what the fleet does, and loosens nothing. */
export interface GuardPolicy {
  readonly injection: 'flag' | 'block';
  /** In passages, before a model. */
  readonly code_blocks: 'keep' | 'remove';
  readonly urls: 'keep' | 'remove';
  /** How personal data is written where a vendor would see it. */
  readonly pii_strategy: 'replace' | 'hash' | 'mask';
  /** Kinds that end a question, beside the four that always do. */
  readonly blocked_pii_kinds: readonly string[];
  /** Whether a model may be asked if a kept question means the same as another one, where the fleet asks one. */
  readonly cache_judge: 'fleet' | 'off';
}

export interface AnswerSettings extends AnswerChoices {
  /** Vendors whose models are called on an account of the tenant's own. The keys are never shown. */
  readonly own_keys: readonly ModelVendor[];
  readonly guards: GuardPolicy;
}

/** What is left out goes back to the fleet's choice, but for a vendor's key: that stays until it is null. */
export interface AnswerSettingsChange extends Partial<AnswerChoices> {
  readonly own_keys?: Readonly<Partial<Record<ModelVendor, string | null>>>;
  readonly guards?: Partial<GuardPolicy>;
}
