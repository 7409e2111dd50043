import { endingSignals } from './signals.js';

/** Runs `use`, and `remove` once at its end, whether it succeeds, fails or is interrupted. */
export async function withCleanup<T>(remove: () => void, use: () => Promise<T>): Promise<T> {
  const interrupted = (signal: NodeJS.Signals) => {
    remove();
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
    remove();
  }
}
