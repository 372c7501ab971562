import type {
  breakerList,
  cacheStats,
  CostsReport,
  degradation,
  DeliveryResource,
  DocumentResource,
  IngestionResource,
  me,
  QueryResource,
} from '@ragfleet/contracts';

/** What the console reads, as the contract says it. Types alone: nothing of this reaches the browser. */
export type Query = QueryResource;
export type Result = NonNullable<QueryResource['result']>;
export type Citation = Result['citations'][number];
export type Me = ReturnType<typeof me.parse>;
export type Document = DocumentResource;
export type Ingestion = IngestionResource;
export type Delivery = DeliveryResource;
export type CacheStats = ReturnType<typeof cacheStats.parse>;
export type Costs = CostsReport;
export type Degradation = ReturnType<typeof degradation.parse>;
export type Breaker = ReturnType<typeof breakerList.parse>[number];

export interface Page<Item> {
  readonly object: 'list';
  readonly data: readonly Item[];
  readonly has_more?: boolean;
}

/** What `GET /v1/queries/{id}/events` tells. */
export type QueryEvent =
  | {
      readonly type: 'status';
      readonly data: Readonly<Pick<Query, 'status'>> & { readonly queue_position?: number | null };
    }
  | { readonly type: 'token'; readonly data: { readonly text: string; readonly run: number } }
  | { readonly type: 'reset'; readonly data: { readonly run: number; readonly reason: string } }
  | { readonly type: 'citation'; readonly data: Citation }
  | { readonly type: 'done'; readonly data: Query };

/** What `GET /v1/ingestions/{id}/events` tells. */
export interface IngestionEvent {
  readonly type: 'progress' | 'done';
  readonly data: Ingestion;
}
