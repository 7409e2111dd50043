import { endingSignals } from './signals.js';

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
