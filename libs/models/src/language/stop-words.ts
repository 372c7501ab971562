/** English function words: they carry no topic. Question words are among them. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about above after again against all also am an and any are as at be because been before being below between
  both but by can could did do does doing down during each either else ever every few for from further get had has
  have having he her here hers him his how i if in into is it its itself just let many may me might more most much must
  my no nor not now of off often on once only or other our ours out over own per please same shall she should so some
  such tell than that the their theirs them then there these they this those through to too under until up upon us
  very via was we were what whats when where whether which while who whom whose why will with within would yet you
  your yours don doesn didn isn aren wasn weren won hasn haven hadn couldn shouldn wouldn s t ll ve re d m`.split(
    /\s+/,
  ),
);
