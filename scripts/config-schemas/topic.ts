/** What the schema does not tell of a variable and a reader has to know. */
export interface VariableFacts {
  /** What a number counts, where the ending of the name does not say it. */
  readonly unit?: string;
  /** What may be written, where the schema checks it in code. */
  readonly values?: string;
  readonly isSecret?: true;
}

export interface Topic {
  readonly title: string;
  readonly intro: string;
  readonly variables: Readonly<Record<string, VariableFacts>>;
}
