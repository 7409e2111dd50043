import { constants } from 'node:os';

export type Koffi = typeof import('koffi');
export type Library = ReturnType<Koffi['load']>;
export type Declared = ReturnType<Library['func']>;

/** A library whose functions are found by their declarations. */
interface Source {
  func(declaration: string): Declared;
}

/** What of koffi is used to find and to ask them. */
interface Loader {
  load(fileName: string | null): Source;
  errno(): number;
}

/** A function of C by a declaration of it, undefined where the library has none of that name. */
function declared(library: Source, declaration: string): Declared | undefined {
  try {
    return library.func(declaration);
  } catch {
    return undefined;
  }
}

/** The functions of one C library, each as one that answers -errno read at once, and -ENOSYS where there is no such function. */
export class Functions {
  readonly #koffi: Loader;
  readonly #library: Source;

  constructor(koffi: Loader, library: Source) {
    this.#koffi = koffi;
    this.#library = library;
  }

  find(declaration: string): Declared | undefined {
    return declared(this.#library, declaration);
  }

  /** The same for one that takes offsets of 64 bits: where those of files have 32 bits otherwise, its name says 64. */
  findWide(declaration: string): Declared | undefined {
    return this.find(declaration.replace('(', '64(')) ?? this.find(declaration);
  }

  /** The same in a library of its own, where the C library lacks it. */
  findOr(fileName: string, declaration: string): Declared | undefined {
    const found = this.find(declaration);
    if (found !== undefined) return found;
    try {
      return declared(this.#koffi.load(fileName), declaration);
    } catch {
      return undefined;
    }
  }

  /** A function that answers -1 where it fails. */
  negating(call: Declared | undefined): (...args: unknown[]) => number {
    if (call === undefined) return () => -constants.errno.ENOSYS;
    return (...args) => {
      const answer: number = call(...args);
      return answer === -1 ? -this.#koffi.errno() : answer;
    };
  }
}
