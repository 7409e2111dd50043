/** What asks a command to end. */
export const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
