import { write } from '../output.js';
import { bold } from '../style.js';
import { visible } from '../visible.js';
import { type FormatName, isForPeople } from './format.js';

/** What keeps the texts of several files apart. */
export interface Heading {
  /** Writes what comes in front of a file. */
  before(file: string): Promise<void>;
  /** Writes what comes around all files. */
  around(job: () => Promise<void>): Promise<void>;
}

const nothing: Heading = { before: async () => {}, around: (job) => job() };

/** As head(1) has them; of documents in JSON a list; none for one file, and where they would be in the way of a program. */
export function headingFor(format: FormatName, fileCount: number): Heading {
  if (fileCount === 1) return nothing;
  if (format === 'json') return new List();
  return isForPeople(format) ? new Names() : nothing;
}

class Names implements Heading {
  #isFirst = true;

  async before(file: string): Promise<void> {
    const separator = this.#isFirst ? '' : '\n';
    this.#isFirst = false;
    await write(`${separator}${bold(`==> ${visible(file)} <==`)}\n`);
  }

  around(job: () => Promise<void>): Promise<void> {
    return job();
  }
}

class List implements Heading {
  #isFirst = true;

  async before(): Promise<void> {
    const separator = this.#isFirst ? '' : ',';
    this.#isFirst = false;
    await write(separator);
  }

  /** The list is closed where files have failed, too. */
  async around(job: () => Promise<void>): Promise<void> {
    await write('[');
    try {
      await job();
    } finally {
      await write(']\n');
    }
  }
}
