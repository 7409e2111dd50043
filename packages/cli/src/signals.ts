/** What asks a command to end. */
export const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs `use`, and `remove` once at its end, whether it succeeds, fails or is interrupted. */
export async function withCleanup<T>(remove: () => void, use: () => Promise<T>): Promise<T> {
  try {
    return await interruptible(remove, use);
  } finally {
    remove();
  }
}

/** Runs `use`, and `undo` where it is interrupted, which ends the process as ever. */
export async function interruptible<T>(undo: () => void, use: () => Promise<T>): Promise<T> {
  const interrupted = (signal: NodeJS.Signals) => {
    undo();
    forget();
    process.kill(process.pid, signal); // and end, as without the listener
  };
  const forget = () => {
    for (const signal of endingSignals) process.off(signal, interrupted);
  };
  for (const signal of endingSignals) process.on(signal, interrupted);
  try {
    return await use();
  } finally {
    forget();
  }
}

interface Waiting {
  readonly came: Promise<void>;
  /** From then on signals do what they ever did, and nothing keeps the process alive. */
  ignore(): void;
}

/** Waits for the first of the signals; a second one ends the process as ever. */
export function nextSignal(): Waiting {
  const alive = setInterval(() => {}, 2 ** 30);
  let end = (): void => {};
  const ignore = (): void => {
    clearInterval(alive);
    for (const name of endingSignals) process.off(name, end);
  };
  const came = new Promise<void>((resolve) => {
    end = () => {
      ignore();
      resolve();
    };
    for (const name of endingSignals) process.once(name, end);
  });
  return { came, ignore };
}
