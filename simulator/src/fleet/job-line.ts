import type { Job } from './job.ts';

/** First in, first out, without moving the rest at every step. */
export class JobLine {
  #jobs: Job[] = [];
  #head = 0;

  get length(): number {
    return this.#jobs.length - this.#head;
  }

  add(job: Job): void {
    this.#jobs.push(job);
  }

  /** Before all others: a job that was handed back or recovered. */
  addFirst(job: Job): void {
    this.#jobs = [job, ...this.#jobs.slice(this.#head)];
    this.#head = 0;
  }

  take(): Job | undefined {
    const job = this.#jobs[this.#head];
    if (job === undefined) return undefined;
    this.#head += 1;
    if (this.#head > 1_000) {
      this.#jobs = this.#jobs.slice(this.#head);
      this.#head = 0;
    }
    return job;
  }
}
