import { write } from '../output.js';

const FULL = 2 ** 16;

/** Standard output for many short texts: they go there together. */
export class Lines {
  #text = '';

  async add(text: string): Promise<void> {
    this.#text += text;
    if (this.#text.length >= FULL) await this.flush();
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
  async begin(head: string, list: string): Promise<void> {
    await this.#lines.add(`${head},"${list}":[`);
  }

  async add(item: string): Promise<void> {
    const separator = this.#isFirst ? '' : ',';
    this.#isFirst = false;
    await this.#lines.add(`${separator}\n${item}`);
  }

  /** @param tail as JSON without the opening brace */
  async end(tail: string): Promise<void> {
    await this.#lines.add(`],${tail}\n`);
    await this.#lines.flush();
  }
}
