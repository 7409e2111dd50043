import { isMainThread } from 'node:worker_threads';

/**
 * Calls `leave` when this thread, a worker, ends by itself or by `process.exit()`, behind all other listeners. Nobody is told of
 * `terminate()`. It is not called where JavaScript may use memory after the last listener: Node looks at the properties of an uncaught
 * error then, and a patched `process.emit` runs what it likes.
 */
export function atEndOfWorker(leave: () => void): void {
  if (isMainThread) return; // the kernel does it
  let isFailing = false;
  process.on('uncaughtExceptionMonitor', () => {
    isFailing ||= process.listenerCount('uncaughtException') === 0;
  });
  const listener = (): void => {
    const isLast = process.listeners('exit').at(-1) === listener;
    if (isLast && isExiting() && !isFailing && !Object.hasOwn(process, 'emit')) leave();
  };
  const goBehind = (): void => {
    process.off('exit', listener).on('exit', listener);
  };
  process.on('newListener', (name, added) => {
    if (name === 'exit' && added !== listener) queueMicrotask(goBehind);
  });
  goBehind();
}

/** Anybody can emit 'exit', without an end. */
const isExiting = (): boolean => '_exiting' in process && process._exiting === true;
