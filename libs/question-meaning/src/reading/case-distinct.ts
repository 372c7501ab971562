/** Words that are another word with a capital. All others may be typed without: "windows", "gdpr", "iphone". */
export const CASE_DISTINCT: ReadonlySet<string> = new Set(
  `us it who or in is at as am an a no so do go be me he we my by on if up all may march polish turkey china
  reading nice job mobile bath pole finnish dutch swift rust amazon apple shell target gap oracle august lent sat
  aids ram lead can will mark bill frank rich grant max art hope faith grace rose lily daisy jack`.split(
    /\s+/,
  ),
);
