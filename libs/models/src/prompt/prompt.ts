/** What a chat model is asked, whatever its vendor. */
export interface Prompt {
  /** The parts of the system message. What never changes comes first: vendors keep a prompt's beginning, and charge less for it. */
  readonly system: readonly string[];
  /** The last one is the user's. */
  readonly turns: readonly PromptTurn[];
  readonly maxOutputTokens: number;
}

export interface PromptTurn {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

/** All of a prompt's words, for counting them where a service sends no usage. */
export const promptText = ({ system, turns }: Prompt): string =>
  [...system, ...turns.map(({ content }) => content)].join('\n');
