import { write } from '../output.js';
import type { Elements } from './open.js';

const FULL = 2 ** 16;

/** Standard output for many short texts: they go there together. */
export class Lines {
  #text = '';

  /** Returns whether it is time to `flush`: a promise for each line would cost more than the line. */
  add(text: string): boolean {
    this.#text += text;
    return this.#text.length >= FULL;
  }

  async flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    if (text !== '') await write(text);
  }
}

/** JSON of an object with one long list: `{"file":"x","matches":[...],"count":3}`. */
export class JsonList {
  readonly #lines = new Lines();
  #isFirst = true;

  /** @param head as JSON without the closing brace: `{"file":"x"` */
  constructor(head: string, list: string) {
    this.#lines.add(`${head},"${list}":[`);
  }

  /** Returns whether it is time to `flush`. */
  add(item: string): boolean {
    const separator = this.#isFirst ? '' : ',';
    this.#isFirst = false;
    return this.#lines.add(`${separator}\n${item}`);
  }

  flush(): Promise<void> {
    return this.#lines.flush();
  }

  /** @param tail as JSON without the opening brace */
  async end(tail: string): Promise<void> {
    this.#lines.add(`],${tail}\n`);
    await this.#lines.flush();
  }
}

/** How a document about elements of a file begins: JSON without the closing brace. */
export const documentHead = ({ path, type }: Elements): string =>
  JSON.stringify({ file: path, type: type.name }).slice(0, -1);
