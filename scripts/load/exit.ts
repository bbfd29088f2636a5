/** Exit codes: scripts and CI read them. */
export const EXIT = { pass: 0, fail: 1, incomplete: 2, refused: 3 } as const;
