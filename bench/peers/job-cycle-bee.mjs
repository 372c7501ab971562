// bee-queue with what its documentation says makes it fast: no events, jobs neither kept in memory nor after their end.
import Queue from 'bee-queue';

const SETTINGS = { getEvents: false, sendEvents: false, storeJobs: false, removeOnSuccess: true };

export async function openBeeLanes({ url, lanes, concurrency, dataOf, onDone }) {
  const open = (lane, isWorker) => new Queue(lane, { redis: url, prefix: 'bee', isWorker, ...SETTINGS });
  const queues = lanes.map((lane) => open(lane, false));
  const workers = lanes.map((lane) => open(lane, true));
  await Promise.all([...queues, ...workers].map((queue) => queue.ready()));
  for (const worker of workers) worker.process(concurrency, async () => onDone());
  return {
    add: (at) => {
      const { id, data } = dataOf(at);
      return queues[at % queues.length].createJob(data).setId(id).save();
    },
    close: async () => {
      for (const queue of [...workers, ...queues]) await queue.close(5_000);
    },
  };
}
