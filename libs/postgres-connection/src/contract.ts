/** A bounded pool of connections to one PostgreSQL, or to the embedded one. */
export interface Database {
  /**
   * Runs one statement, which is its own transaction. Waits at most 2 s for a connection, then at most the
   * pool's statement timeout. The signal ends the waiting; a statement that has begun runs to its end.
   * Faults: `unavailable`, `timeout`, `conflict` (a unique key), `canceled`, `internal`.
   */
  query<Row extends object>(text: string, params?: readonly unknown[], signal?: AbortSignal): Promise<Row[]>;
  /** Runs several statements without parameters, in one transaction and one exchange. */
  runScript(text: string): Promise<void>;
  /** As `runScript`, on a connection of its own and with a limit of its own. For migrations. */
  runLongScript(script: LongScript): Promise<void>;
  /**
   * Runs `work` on a connection of its own while it holds the advisory lock `key`; false, and nothing ran, where another
   * process holds it. For statements that take minutes or refuse a transaction. Whoever dies frees the lock.
   */
  underLock(lock: UnderLock, work: (session: Session) => Promise<void>): Promise<boolean>;
  /** Waits for the statements of the pool, cuts off what has a connection of its own; nothing starts any more. */
  close(): Promise<void>;
}

/** One connection. */
export interface Session {
  query<Row extends object>(text: string, params?: readonly unknown[]): Promise<Row[]>;
}

export interface LongScript {
  readonly text: string;
  /** For all of its statements together. */
  readonly timeoutMs: number;
}

export interface UnderLock {
  readonly key: string;
  readonly statementTimeoutMs: number;
}

export interface ConnectPostgres {
  readonly url: string;
  /** The most connections this process holds. */
  readonly poolSize: number;
  /** How many of them stay open without work. 0 unless given. */
  readonly minPoolSize?: number;
  readonly statementTimeoutMs: number;
  /** What the server's activity view calls this process. */
  readonly name: string;
}

/** A numbered change of the schema: its position in the list is its number, so a list only ever grows at its end. */
export interface Migration {
  readonly name: string;
  /** One or more statements without BEGIN or COMMIT: they run in one transaction. Left out of an online one. */
  readonly sql?: string;
  /**
   * Statements that refuse a transaction, such as CREATE INDEX CONCURRENTLY, each on its own and under a lock, while the
   * fleet works. After a crash all of them run again: begin with DROP INDEX CONCURRENTLY IF EXISTS.
   */
  readonly online?: readonly string[];
  /**
   * Makes it a breaking one: code that knows fewer migrations of this list is refused at its start from now on. Left
   * out, older code goes on working beside it: it adds, and takes nothing away.
   */
  readonly minReader?: number;
}

export interface EmbeddedPostgres {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}
