import { inField } from '../../errors/arguments.js';
import type { ReferenceClass } from '../references.js';
import { noWindow } from '../trusted.js';
import { callersSource } from './callers-source.js';
import { getSource, refSource, setSource } from './element-source.js';
import type { Form, State } from './form.js';
import { referenceSource } from './reference-source.js';

/** An array of one element outside of the heap: its index check is a comparison without a branch. */
const only0 = new Int8Array(new ArrayBuffer(128), 0, 1);
/** Takes stores that nobody reads. */
const sink = new Float64Array(new ArrayBuffer(128), 0, 1);
const shared = { only0, sink, noWindow, inField };

export type Compiled = Record<string | symbol, unknown>;

let serial = 0;

/**
 * Runs source text. V8 shares what it learns about code among equal texts, and code that has learned of several
 * classes is 10 to 20 times slower: so no two texts are equal.
 *
 * @throws EvalError where code generation is forbidden (`--disallow-code-generation-from-strings`).
 */
function run<T>(text: string, names: Readonly<Record<string, unknown>>): T {
  const generated = new Function(...Object.keys(names), `/* ${++serial} */ return ${text}`);
  return generated(...Object.values(names));
}

/** A class for arrays whose methods are generated. Its `length` is its own, as loops ask for it each time. */
export function compileClass<C>(base: C, name: string): C {
  return run(`class ${name} extends CArray { get length() { return this.elementCount; } }`, { CArray: base });
}

/** With functions that read the private fields: the accessors, which are made anew, are outside of the class. */
export interface GeneratedReferenceClass extends ReferenceClass {
  arrayOf(reference: unknown): unknown;
  windowOf(reference: unknown): unknown;
  atOf(reference: unknown): unknown;
}

export function compileReferenceClass(): GeneratedReferenceClass {
  const text = `class Reference {
    #array; #window; #at;
    constructor(array, window, at) {
      this.#array = array;
      this.#window = window;
      this.#at = at;
    }
    static arrayOf(reference) { return reference.#array; }
    static windowOf(reference) { return reference.#window; }
    static atOf(reference) { return reference.#at; }
    static origin(reference) {
      if (!(reference instanceof Object && #array in reference)) return undefined;
      return { array: reference.#array, window: reference.#window, at: reference.#at };
    }
  }`;
  return run(text, {});
}

/** The methods of arrays, and the accessors of their references, outermost type first. */
export interface Methods {
  readonly methods: Compiled;
  readonly references: readonly Compiled[];
}

export function compileMethods(form: Form, state: State, names: Readonly<Record<string, unknown>>): Methods {
  const pool: Record<string, unknown> = {};
  const constants = (value: unknown): string => {
    const name = `constant${Object.keys(pool).length}`;
    pool[name] = value;
    return name;
  };
  const methods = [
    getSource(form, state, constants),
    setSource(form, state, constants),
    refSource(form, state),
    callersSource,
  ];
  const references = form.records.map((_, record) => referenceSource(form, state, record, constants));
  const text = `{
    methods: { ${methods.filter((method) => method !== undefined).join(',\n')} },
    references: [ ${references.join(',\n')} ],
  }`;
  return run(text, { ...shared, ...names, ...pool });
}
