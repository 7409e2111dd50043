import { shortBytes } from './text.js';

/** What a bar is drawn on. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

export interface ProgressOptions {
  /** Bytes in all, where they are known. */
  readonly total?: number | undefined;
  readonly stream?: ProgressStream;
  /** Milliseconds. */
  readonly now?: () => number;
}

/** The bar that is on the terminal. */
let shown: Progress | undefined;

/** Takes it away, before something else is written there. It comes back with the next `add`. */
export function hideProgress(): void {
  shown?.hide();
}

const QUIET_MS = 1000;
const BETWEEN_MS = 100;
const BAR_CELLS = 24;
const ERASE = '\r\x1b[K';

/** How far a job over bytes is, in the last line of a terminal: for what takes more than a second, and nowhere else. */
export class Progress {
  readonly #total: number | undefined;
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  readonly #start: number;
  #drawn = Number.NEGATIVE_INFINITY;
  #done = 0;

  constructor({ total, stream = process.stderr, now = () => performance.now() }: ProgressOptions = {}) {
    this.#total = total;
    this.#stream = stream;
    this.#now = now;
    this.#start = now();
  }

  /** So many bytes more are done. */
  add(bytes: number): void {
    this.#done += bytes;
    const now = this.#now();
    if (!this.#stream.isTTY || now - this.#start < QUIET_MS || now - this.#drawn < BETWEEN_MS) return;
    this.#drawn = now;
    shown = this;
    const line = progressLine(this.#done, this.#total, now - this.#start);
    this.#stream.write(`${ERASE}${line.slice(0, (this.#stream.columns || 80) - 1)}`);
  }

  hide(): void {
    if (shown !== this) return;
    shown = undefined;
    this.#stream.write(ERASE);
  }
}

/** ` 45% [###########             ] 1.2 GiB of 2.7 GiB, 850 MiB/s, 2 s left`, or what can be said without a total. */
export function progressLine(done: number, total: number | undefined, milliseconds: number): string {
  const perSecond = (done / Math.max(milliseconds, 1)) * 1000;
  const rate = `${shortBytes(Math.round(perSecond))}/s`;
  if (total === undefined || total <= 0) return `${shortBytes(done)}, ${rate}`;
  const part = Math.min(done / total, 1); // files grow
  const bar = '#'.repeat(Math.floor(part * BAR_CELLS)).padEnd(BAR_CELLS);
  const percent = `${Math.floor(part * 100)}%`.padStart(4);
  const left = done === 0 ? '' : `, ${timeLeft(((1 - part) * total * 1000) / perSecond)} left`;
  return `${percent} [${bar}] ${shortBytes(done)} of ${shortBytes(total)}, ${rate}${left}`;
}

/** `12 s`, `3:07 min`, `2:03:07 h`. */
export function timeLeft(milliseconds: number): string {
  const seconds = Math.ceil(milliseconds / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds} s`;
  const [minutes, hours] = [Math.floor(seconds / 60), Math.floor(seconds / 3600)];
  return hours === 0
    ? `${minutes}:${two(seconds % 60)} min`
    : `${hours}:${two(minutes % 60)}:${two(seconds % 60)} h`;
}
