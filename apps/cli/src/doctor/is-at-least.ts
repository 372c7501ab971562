/** True when a version such as `7.2.4` is `oldest` or newer; false for one that is no number. */
export function isAtLeast(
  version: string,
  [oldestMajor, oldestMinor]: readonly [major: number, minor: number],
): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}
