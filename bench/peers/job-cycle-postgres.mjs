// Queues on PostgreSQL, each as its documentation says for many small jobs. One add is one statement of one caller.
import { createPostgresBackend, Queue, Worker } from 'bullmq';
import { Logger, makeWorkerUtils, run } from 'graphile-worker';
import pg from 'pg';
import { PgBoss } from 'pg-boss';

// All sides are open at the same time, and a server takes a hundred sessions by itself.
const POOL = 5;
const BATCH = 500;

/** Makes databases and drops them. Sessions of one commit as told: 'on' waits for the disk, 'off' does not. */
export async function openServer(url) {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  const { rows } = await admin.query('show server_version');
  return {
    version: rows[0].server_version,
    createDatabase: async (name, synchronousCommit) => {
      await admin.query(`create database ${name}`);
      await admin.query(`alter database ${name} set synchronous_commit = ${synchronousCommit}`);
      return Object.assign(new URL(url), { pathname: `/${name}` }).href;
    },
    dropDatabase: async (name) => {
      await admin.query(`drop database if exists ${name} with (force)`);
    },
    pidsOf: async (names) => {
      const sessions =
        "select pid from pg_stat_activity where datname = any($1) and backend_type = 'client backend'";
      return (await admin.query(sessions, [names])).rows.map(({ pid }) => pid);
    },
    close: () => admin.end(),
  };
}

/** The same Queue and Worker as on Redis, over BullMQ's own backend for PostgreSQL. */
export async function openBullmqPostgres({ url, lanes, concurrency, dataOf, onDone }) {
  const opened = { connection: { connectionString: url, max: POOL, migrate: true } };
  const queues = lanes.map((lane) => new Queue(lane, opened, createPostgresBackend));
  await Promise.all(queues.map((queue) => queue.waitUntilReady()));
  const working = { ...opened, concurrency, removeOnComplete: { age: 3_600, count: 1_000 } };
  const workers = lanes.map((lane) => new Worker(lane, async () => onDone(), working, createPostgresBackend));
  for (const one of [...queues, ...workers]) one.on('error', () => undefined);
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  return {
    add: (at) => {
      const { id, data } = dataOf(at);
      return queues[at % queues.length].add('answer', data, { jobId: id });
    },
    close: async () => {
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all(queues.map((queue) => queue.close()));
    },
  };
}

const BATCHES = { localQueue: { size: BATCH }, completeJobBatchDelay: 0, failJobBatchDelay: 0 };

/** `by` 'one': as it is by itself. 'batches': fetched and completed so, by its page on performance. 'bulk': added so as well. */
export async function openGraphile({ url, lanes, concurrency, dataOf, onDone, by }) {
  let warning = 'without a warning';
  const logger = new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') warning = message;
  });
  const runner = await run({
    connectionString: url,
    noHandleSignals: true,
    logger,
    taskList: Object.fromEntries(lanes.map((lane) => [lane, async () => onDone()])),
    preset: {
      worker: {
        connectionString: url,
        logger,
        concurrentJobs: concurrency * lanes.length,
        maxPoolSize: POOL,
        ...(by === 'one' ? {} : BATCHES),
      },
    },
  });
  const utils = await makeWorkerUtils({ connectionString: url, logger });
  let isClosing = false;
  // Its adds then say that its pool has ended, and not why.
  runner.events.once('stop', () => {
    if (!isClosing) process.stderr.write(`  graphile-worker stopped by itself: ${warning}\n`);
  });
  const jobOf = (at) => ({ identifier: lanes[at % lanes.length], payload: dataOf(at).data });
  const addOne = (at) => runner.addJob(jobOf(at).identifier, jobOf(at).payload);
  const addBatch = (at) => utils.addJobs(Array.from({ length: BATCH }, (_, more) => jobOf(at + more)));
  return {
    add: by === 'bulk' ? addBatch : addOne,
    jobsOfAnAdd: by === 'bulk' ? BATCH : 1,
    close: async () => {
      isClosing = true;
      try {
        await runner.stop();
      } finally {
        await utils.release();
      }
    },
  };
}

/** Workers are woken by NOTIFY and take batches, one after the other while they come full. */
export async function openPgBoss({ url, lanes, dataOf, onDone }) {
  const boss = new PgBoss({ connectionString: url, max: POOL, useListenNotify: true, schedule: false });
  boss.on('error', () => undefined);
  await boss.start();
  const options = { batchSize: BATCH, pollingIntervalSeconds: 0.5, burstWhenBatchFull: true };
  for (const lane of lanes) {
    await boss.createQueue(lane, { notify: true });
    await boss.work(lane, options, async (jobs) => jobs.forEach(() => onDone()));
  }
  return {
    add: (at) => boss.send(lanes[at % lanes.length], dataOf(at).data),
    close: () => boss.stop({ graceful: true, timeout: 5_000 }),
  };
}
