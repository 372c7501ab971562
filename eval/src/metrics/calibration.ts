/** An answer that was given, with what the pipeline thought of it. */
export interface GivenAnswer {
  /** 0 to 1. */
  readonly confidence: number;
  readonly isRight: boolean;
}

/** The answers whose confidence lies between two bounds. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** The mean of what the pipeline thought. */
  readonly confidence: number;
  /** The share that is right. */
  readonly accuracy: number;
}

export interface Calibration {
  /** Lowest first; bins without an answer are left out. */
  readonly bins: readonly CalibrationBin[];
  /** Expected calibration error, 0 to 1: how far confidence and accuracy lie apart, over the bins by their answers; 0 of none. */
  readonly ece: number;
}

const BINS = 5;

/** The reliability table of the answers, in five bins of equal width. */
export function calibrationOf(answers: readonly GivenAnswer[]): Calibration {
  const bins = Array.from({ length: BINS }, (_none, at) => binOf(answers, at)).filter(({ n }) => n > 0);
  const apart = bins.reduce(
    (sum, { n, confidence, accuracy }) => sum + n * Math.abs(confidence - accuracy),
    0,
  );
  return { bins, ece: answers.length === 0 ? 0 : apart / answers.length };
}

function binOf(answers: readonly GivenAnswer[], at: number): CalibrationBin {
  const own = answers.filter(({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)) === at);
  const n = own.length;
  return {
    from: at / BINS,
    to: (at + 1) / BINS,
    n,
    confidence: own.reduce((sum, { confidence }) => sum + confidence, 0) / (n || 1),
    accuracy: own.filter(({ isRight }) => isRight).length / (n || 1),
  };
}
