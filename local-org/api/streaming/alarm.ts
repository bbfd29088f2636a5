/** The one place of the API that looks at the machine's time: how long an answer may be held back. */

/** Ends what `ring` says after some milliseconds of wall clock, unless it is cancelled first. */
export function alarm(ms: number, ring: () => void): () => void {
  // eslint-disable-next-line no-restricted-globals -- a proxy's patience is no part of any run
  const timer = setTimeout(ring, ms);
  timer.unref();
  return () => clearTimeout(timer);
}
