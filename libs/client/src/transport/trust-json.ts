import { localError } from '../problem.ts';

const NO_JSON = 'The server answered something that is no JSON. Is this address a Ragfleet ingress?';

/**
 * JSON of the fleet as the type that its contract promises. The one place where this package trusts the other side:
 * validating every reply again would need a dependency, and the fleet validates its own. RagfleetError
 * `unexpected-reply` for what is no JSON.
 */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the type, as it does for a cast
export function trustJson<Resource>(json: string): Resource {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return parse(json) as Resource;
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw localError('unexpected-reply', 'Unexpected reply', NO_JSON, cause);
  }
}
