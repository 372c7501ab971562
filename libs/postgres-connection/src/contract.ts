/** A bounded pool of connections to one PostgreSQL, or to the embedded one. */
export interface Database {
  /**
   * Runs one statement, which is its own transaction. Waits at most 2 s for a connection, then at most the
   * pool's statement timeout. The signal ends the waiting; a statement that has begun runs to its end.
   * Faults: `unavailable`, `timeout`, `conflict` (a unique key), `canceled`, `internal`.
   */
  query<Row extends object>(text: string, params?: readonly unknown[], signal?: AbortSignal): Promise<Row[]>;
  /** Runs several statements without parameters, in one transaction and one exchange. For migrations. */
  runScript(text: string): Promise<void>;
  /** Waits for what runs; nothing starts any more. */
  close(): Promise<void>;
}

export interface ConnectPostgres {
  readonly url: string;
  /** The most connections this process holds. */
  readonly poolSize: number;
  readonly statementTimeoutMs: number;
  /** What the server's activity view calls this process. */
  readonly name: string;
}

/** A numbered change of the schema: its position in the list is its number, so a list only ever grows at its end. */
export interface Migration {
  readonly name: string;
  /** One or more statements without BEGIN or COMMIT: they run in one transaction. */
  readonly sql: string;
}

export interface EmbeddedPostgres {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}
