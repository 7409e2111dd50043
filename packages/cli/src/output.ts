/** Nobody reads the output any more (`| head`): the job ends early, and that is no failure. */
export class OutputClosed extends Error {}

/** Without listeners a failed write would end the process before its `finally` blocks have run. */
export function catchStreamErrors(): void {
  process.stdout.on('error', () => {}); // `write` tells
  process.stderr.on('error', () => {}); // nowhere left to tell
}

/** Writes to standard output; resolves once the text is on its way, so that memory never fills with it. */
export function write(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(asClosed(error)) : resolve()));
  });
}

function asClosed(error: Error): Error {
  return 'code' in error && error.code === 'EPIPE' ? new OutputClosed() : error;
}
