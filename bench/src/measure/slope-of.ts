export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What y grows by where x grows by one: the straight line with the least squares. NaN of less than two places. */
export function slopeOf(points: readonly Point[]): number {
  const meanOf = (pick: (point: Point) => number): number =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length;
  const [meanX, meanY] = [meanOf(({ x }) => x), meanOf(({ y }) => y)];
  const covariance = meanOf(({ x, y }) => (x - meanX) * (y - meanY));
  return covariance / meanOf(({ x }) => (x - meanX) ** 2);
}
