/** CPUs of a Kubernetes quantity such as `250m` or `2`. */
export const toCpus = (quantity: string): number => inUnits(quantity, { m: 1 / 1_000 });

/** GiB of a Kubernetes quantity such as `512Mi` or `2Gi`. */
export const toGib = (quantity: string): number => inUnits(quantity, { Gi: 1, Mi: 1 / 1_024 });

function inUnits(quantity: string, suffixes: Readonly<Record<string, number>>): number {
  const [, digits = '', suffix = ''] = /^(\d+(?:\.\d+)?)([A-Za-z]*)$/.exec(quantity) ?? [];
  const factor = suffix === '' ? 1 : suffixes[suffix];
  if (digits === '' || factor === undefined)
    throw new RangeError(
      `${quantity} is not a quantity in ${Object.keys(suffixes).join(', ')} or whole units.`,
    );
  return Number(digits) * factor;
}
