/** Tests that a runtime cannot pass, by what they are named, and why. Nothing is left out elsewhere. */
interface Exception {
  /** The file, without folder and end. */
  readonly file: string;
  /** A part of the names of the tests; all of the file where it is missing. */
  readonly test?: RegExp;
  readonly reason: string;
}

const bun: readonly Exception[] = [];

const deno: readonly Exception[] = [];

const exceptions = 'bun' in process.versions ? bun : 'deno' in process.versions ? deno : [];

/** Why this runtime leaves a test out; undefined for one that it is to pass. */
export function exceptionFor(path: string, name: string): string | undefined {
  const found = exceptions.find(
    ({ file, test }) => path.endsWith(`/${file}.test.ts`) && (test === undefined || test.test(name)),
  );
  return found?.reason;
}
