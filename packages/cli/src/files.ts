import { AlreadyTold, messageOf, UsageError } from './errors.js';
import { OutputClosed, tell } from './output.js';
import { oneLine } from './text.js';
import { visible } from './visible.js';

/**
 * Does a job for each file. One that fails does not stop the others: it is told in a line of standard error that names it.
 * @throws AlreadyTold at the end, where some failed; at once what ends the command: UsageError, OutputClosed
 */
export async function forEachFile(
  files: Iterable<string>,
  job: (file: string) => void | Promise<void>,
): Promise<void> {
  let failures = 0;
  for (const file of files) {
    try {
      await job(file);
    } catch (error) {
      if (endsAll(error)) throw error;
      failures++;
      tellFailure(file, error);
    }
  }
  throwIfAny(failures);
}

/** Whether a failure ends the command, and not its file's part alone. */
export const endsAll = (error: unknown): boolean =>
  error instanceof UsageError || error instanceof OutputClosed;

/** @throws AlreadyTold where some failed: exit status 1 */
export function throwIfAny(failures: number): void {
  if (failures > 0) throw new AlreadyTold(`${failures} failed`);
}

export function tellFailure(file: string | Buffer, error: unknown): void {
  tell(failureText(file, error), error);
}

/** `FILE: what went wrong`, in one line that commands a terminal nothing. */
export function failureText(file: string | Buffer, error: unknown): string {
  const [name, message] = [file.toString(), messageOf(error)];
  const named = names(message, name) ? message : `${name}: ${message}`;
  return visible(oneLine(named.replaceAll(name, visible(name))));
}

/** Whether a message names a file: in front, or in quotes, behind a slash too. Elsewhere the name may be a word of the message. */
function names(message: string, name: string): boolean {
  const quoted = [`'${name}'`, `"${name}"`, `/${name}'`];
  return message.startsWith(`${name}: `) || quoted.some((text) => message.includes(text));
}
