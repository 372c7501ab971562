/** An id as the data set writes it: figures stay figures in what is reported. */
export type DatasetId = string | number;

export interface DatasetDocument {
  readonly id: DatasetId;
  readonly title: string;
  readonly text: string;
}

export interface DatasetQuery {
  readonly id: DatasetId;
  readonly text: string;
  /** The documents that answer it, as text; empty only where `isAnswerable` is false. */
  readonly relevant: ReadonlySet<string>;
  /** Right texts, any of which will do. null: nobody said what the answer is. */
  readonly answers: readonly string[] | null;
  readonly isAnswerable: boolean;
}

export interface Dataset {
  readonly documents: readonly DatasetDocument[];
  readonly queries: readonly DatasetQuery[];
}
