import type { ElementType, Engine } from '../types/element-type.js';
import type { CArray } from './carray.js';

type CArrayClass = typeof CArray<ElementType>;
/** The generated classes of one element type: for memory that may be stored into, and for memory that may not. */
interface Generated {
  readonly 'read-write': CArrayClass;
  readonly read: CArrayClass;
}

const classes = new WeakMap<Engine, Generated>();
let serial = 0;
let allowed = true;

/*
 * `get` is the engine's own access with nothing in front of it: its bounds check is our check. An index out
 * of range, a fraction or a dead mapping loads `undefined`, and only then the checked way of CArray is taken.
 * Each class has source text of its own: V8 shares the feedback of equal texts, and shared accessors are
 * 10 to 20 times slower.
 */
function sourceOf(engine: Engine, writable: boolean): string {
  const name = `${engine.typedArray.name}${writable ? '' : 'ReadOnly'}CArray${++serial}`;
  const get = `
    get(index) {
      const value = this.elements[typeof index === 'number' ? index : -1];
      if (value === undefined) return this.missed(index);
      return value;
    }`;
  const set = `
    set(index, value) {
      const elements = this.elements;
      if (elements[typeof index === 'number' ? index : -1] === undefined || ${engine.refuses}) {
        return this.missedStore(index, value);
      }
      elements[index] = value;
    }`;
  return `return class ${name} extends CArray {${get}${writable ? set : ''}}`;
}

function generate(base: CArrayClass, engine: Engine, writable: boolean): CArrayClass {
  const generated: CArrayClass = new Function('CArray', sourceOf(engine, writable))(base);
  Object.defineProperty(generated.prototype, 'constructor', { value: base });
  return generated;
}

/**
 * The class with generated accessors for memory that can be trusted: its elements lie in one typed array, and
 * what may be done with them does not change unannounced. Undefined where the type has no engine array, or
 * code generation is forbidden (`--disallow-code-generation-from-strings`).
 */
export function generatedClass(
  base: CArrayClass,
  type: ElementType,
  access: keyof Generated,
): CArrayClass | undefined {
  const engine = type.codec.engine;
  if (engine === undefined || !allowed) return undefined;
  let generated = classes.get(engine);
  if (generated === undefined) {
    try {
      generated = { 'read-write': generate(base, engine, true), read: generate(base, engine, false) };
    } catch (error) {
      if (!(error instanceof EvalError)) throw error;
      allowed = false;
      return undefined;
    }
    classes.set(engine, generated);
  }
  return generated[access];
}
