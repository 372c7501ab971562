export { isElsewhere } from './hosts/region-of-host.ts';
export { requireResidency, vendorsElsewhere } from './require-residency.ts';
export { residencyVariables, type ResidencyVariables } from './residency-variables.ts';
