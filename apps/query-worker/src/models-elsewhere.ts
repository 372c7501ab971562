import { Fault } from '@ragfleet/kernel';
import type { ModelCatalogue, VendorAnswerModel } from '@ragfleet/models';
import { vendorsElsewhere } from '@ragfleet/residency';

/** Names of the models whose vendors are in another region than the fleet. Fault `invalid-input` when the ladder has no other ones. */
export function modelsElsewhere(
  catalogue: ModelCatalogue,
  config: Parameters<typeof vendorsElsewhere>[0],
): ReadonlySet<string> {
  const { standard, premium, fallbacks, others } = catalogue;
  const vendors = vendorsElsewhere(config);
  const isElsewhere = ({ vendor }: VendorAnswerModel): boolean => vendors.has(vendor);
  if ([premium, standard, ...fallbacks].every(isElsewhere))
    throw new Fault(
      'invalid-input',
      'MODEL_LADDER: no model is in the region of REGION. Put one there first; those of another region answer only when it fails.',
    );
  const names = [premium, standard, ...fallbacks, ...others].filter(isElsewhere).map(({ name }) => name);
  return new Set(names);
}
