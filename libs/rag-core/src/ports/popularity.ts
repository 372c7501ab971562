import type { AccessSet } from '@ragfleet/kernel';
import type { Quality } from './answers.ts';

/** A question as it can be asked again, by anyone who reads the same documents. */
export interface RepeatableQuestion {
  readonly text: string;
  readonly namespaces: readonly string[] | null;
  readonly quality: Quality;
  readonly topK: number;
  readonly model: string | null;
}

export interface AskedQuestion {
  readonly access: AccessSet;
  readonly principalId: string;
  readonly question: RepeatableQuestion;
}

/** What people of one access ask most. */
export interface PopularQuestions {
  readonly access: AccessSet;
  /** By decayed number of distinct people, most first. */
  readonly questions: readonly (RepeatableQuestion & { readonly people: number })[];
}

/** Bounded, decaying, per tenant and access; counts people and not repetitions; forgets a person on demand. */
export interface QuestionPopularity {
  /** Fails open: it never throws, and nobody waits for it. */
  record(asked: AskedQuestion): Promise<void>;
  top(
    tenantId: string,
    limits: { readonly questions: number; readonly minPeople: number },
  ): Promise<PopularQuestions[]>;
  /** How many questions the person counted for. Faults: unavailable. */
  forget(tenantId: string, principalId: string): Promise<number>;
}

/** Asks for an entry to be written anew before it expires. Fails open. */
export interface RefreshRequests {
  request(asked: AskedQuestion): Promise<void>;
}
