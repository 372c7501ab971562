/** What happened to jobs and pods. Times in milliseconds. */
export interface FleetStats {
  submitted: number;
  finished: number;
  /** Jobs whose deadline had passed when a worker came to them. */
  expired: number;
  /** From arrival to the first start, of each job that started. */
  readonly waitsMs: number[];
  /** Pods that were told to stop while jobs ran in them. */
  busyPodsStopped: number;
  /** Jobs that a stopping pod could not finish in its grace, and gave back. */
  handedBack: number;
  /** Jobs that were cut by the end of terminationGracePeriodSeconds. */
  killedMidJob: number;
  /** Jobs that ran in a pod whose node went away, and were found by a stalled check. */
  recovered: number;
  /** Of each pod that is gone: from creation to exit. */
  readonly podLives: { readonly fromMs: number; readonly toMs: number }[];
}

export const newFleetStats = (): FleetStats => ({
  submitted: 0,
  finished: 0,
  expired: 0,
  waitsMs: [],
  busyPodsStopped: 0,
  handedBack: 0,
  killedMidJob: 0,
  recovered: 0,
  podLives: [],
});
