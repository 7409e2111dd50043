import { type ChildProcess, spawn } from 'node:child_process';

/** A command in a pseudo-terminal of its own, by script(1) of util-linux. */
export interface Terminal {
  readonly child: ChildProcess;
  /** All that it has shown, with the sequences that command a terminal: ESC is `␛`. */
  shown(): string;
  /** Resolves once it shows something. */
  until(pattern: RegExp): Promise<void>;
  /** As a key is pressed. */
  type(text: string): void;
  readonly ended: Promise<number | null>;
}

export const CTRL_C = '\x03';

/** @param command for a shell */
export function terminal(command: string, columns = 60, rows = 12): Terminal {
  const line = `stty cols ${columns} rows ${rows}; ${command}`;
  const env = { ...process.env, TERM: 'xterm-256color', NO_COLOR: '1', CI: undefined, CARRAY_BACKEND: '' };
  const child = spawn('script', ['-q', '-e', '-f', '-c', line, '/dev/null'], { env });
  let text = '';
  const waiting = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text += part.replaceAll('\x1b', '␛');
    for (const look of waiting) look();
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', (status) => resolve(status)));
  return {
    child,
    ended,
    shown: () => text,
    type: (keys) => void child.stdin.write(keys),
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!pattern.test(text)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        void ended.then(() => reject(new Error(`it has ended, and shown ${JSON.stringify(text)}`)));
        look();
      }),
  };
}
