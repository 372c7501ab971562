/**
 * JSON of the fleet as the type that its contract promises. The one place where this package trusts the other side:
 * validating every reply again would need a dependency, and the fleet validates its own.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the type, as it does for a cast
export function trustJson<Resource>(json: string): Resource {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return JSON.parse(json) as Resource;
}
