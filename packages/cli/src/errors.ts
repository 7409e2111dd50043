/** Exit statuses of the command. */
export const status = { failed: 1, wrongUsage: 2 } as const;

/** The command line asks for what no file could give: exit status 2. */
export class UsageError extends Error {}

/** Every failure has been told, a line each: nothing is left to say. Exit status 1. */
export class AlreadyTold extends Error {}
