/** Exit statuses of the command. */
export const status = { failed: 1, wrongUsage: 2 } as const;

/** The command line asks for what no file could give: exit status 2. */
export class UsageError extends Error {}

/** Every failure has been told, a line each: nothing is left to say. Exit status 1. */
export class AlreadyTold extends Error {}

/** What went wrong, in words. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Whether it is an error with this code: of the system, of Node or of the library. */
export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
