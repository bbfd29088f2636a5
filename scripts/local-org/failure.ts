/** What ends a command: one sentence for its user, and an exit code. */

export class CommandFailure extends Error {
  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
    this.name = 'CommandFailure';
  }
}

/** The sentence for an error that the user can do something about; undefined for a bug of ours. */
export function sentence(error: unknown): string | undefined {
  if (error instanceof CommandFailure) return error.message;
  const { code, message, path } = error as { code?: string; message?: string; path?: string };
  if (code === 'ENOENT') return `There is no file ${path ?? ''}.`;
  if (code === 'ENOTDIR') return `${path ?? 'The path'} goes through a file, not a folder.`;
  if (code === 'EACCES') return `${path ?? 'The file'} may not be read.`;
  if (code === 'EISDIR') return `${path ?? 'The path'} is a folder, not a file.`;
  if (code === 'EADDRINUSE') return 'The port is in use; choose another with --port, or 0 for any.';
  if (error instanceof TypeError && message === 'fetch failed')
    return 'No org answers there; is it running?';
  return undefined;
}
