import type { ElementType, TypedArray } from '../../types/element-type.js';
import type { FieldPlace } from '../../types/layout.js';
import type { ArrayPlace } from '../place.js';
import { loadField, prepareReferences, type ReferenceClass, storeField } from '../references.js';
import { Budget } from './budget.js';
import {
  type Compiled,
  compileClass,
  compileMethods,
  compileReferenceClass,
  type GeneratedReferenceClass,
} from './compile.js';
import { type Form, recordsOf, type State } from './form.js';

/** A class of arrays. */
export type ArrayClass = new (place: ArrayPlace<ElementType>) => object;

/** An array as its generated methods know it. */
export interface Bound {
  /** The number in the text of the methods that may be used on it; 0 for none. */
  binding: number;
  /** The views of the elements. */
  readonly window: { readonly elements: TypedArray };
  readonly view: DataView;
  readonly bounds: Int8Array;
  readonly faultCount: Uint32Array;
}

const MOST_BINDINGS = 6;
const STORM_MS = 50;
const budget = new Budget();
let lastBinding = 0;

/** By the prototypes of their arrays and references. */
const byPrototype = new WeakMap<object, Accessors>();

// The methods hold the views of the array that they are bound to, and with them its pages.
const collected = new FinalizationRegistry<{ accessors: Accessors; binding: number }>(
  ({ accessors, binding }) => accessors.forget(binding),
);

/**
 * The generated methods of one class of arrays, and the class. The methods are replaced, never the class, so loops that were
 * compiled for it stay as they are:
 *
 * - After an error. The engine notes that an access went wrong, and every later one would be 7 to 13 times slower;
 *   what it noted goes away with the method. Deleting and defining does that, assigning does not. In a storm of errors, which
 *   would cost too much, the methods compare indexes themselves until it is over.
 * - While one array alone is of the class, the views of it are constants of the methods.
 */
export class Accessors {
  readonly arrayClass: ArrayClass;
  readonly #form: Form;
  readonly #references: readonly GeneratedReferenceClass[];
  /** Of arrays that share the methods. */
  readonly #binding = ++lastBinding;
  #sole: WeakRef<Bound> | undefined;
  #soleBinding = 0;
  #bindingsLeft: number;
  #inStorm = false;

  /** @throws EvalError where code generation is forbidden. */
  constructor(base: ArrayClass, form: Omit<Form, 'records'>) {
    const records = form.typed ? [] : recordsOf(form.type);
    this.#form = { ...form, records };
    this.#bindingsLeft = canBind(form) ? MOST_BINDINGS : 0;
    this.arrayClass = compileClass(base, form.typed ? 'TypedArray' : 'ViewedArray');
    Object.defineProperty(this.arrayClass.prototype, 'constructor', { value: base });
    byPrototype.set(this.arrayClass.prototype, this);
    this.#references = records.map((type) => {
      const made = compileReferenceClass();
      Object.defineProperty(made.prototype, 'constructor', { value: Object, configurable: true });
      prepareReferences(made, type);
      byPrototype.set(made.prototype, this);
      return made;
    });
    this.#install();
  }

  /** Learns of an array of the class, when it has its views. */
  adopt(array: Bound): void {
    array.binding = this.#binding;
    if (this.#sole?.deref() !== undefined) {
      this.#bindingsLeft = 0; // there are two: no more of that
      this.#share();
    } else if (this.#bindingsLeft > 0) {
      this.#bindingsLeft--;
      this.#sole = new WeakRef(array);
      this.#soleBinding = ++lastBinding;
      collected.register(array, { accessors: this, binding: lastBinding }, array);
      this.#install();
    }
  }

  /** Forgets an array: its views may not be used any more. */
  release(array: Bound): void {
    if (this.#sole?.deref() === array) this.#share();
    array.binding = 0;
  }

  /** Forgets the array that was bound so, after it was collected. */
  forget(soleBinding: number): void {
    if (soleBinding === this.#soleBinding) this.#share();
  }

  #share(): void {
    const sole = this.#sole?.deref();
    if (sole !== undefined) {
      sole.binding = this.#binding;
      collected.unregister(sole);
    }
    this.#sole = undefined;
    this.#soleBinding = 0;
    this.#install();
  }

  /** An access went wrong: makes the methods forget it. */
  refresh(): void {
    if (this.#inStorm || budget.spend(() => this.#install())) return;
    this.#inStorm = true;
    this.#install();
    setTimeout(() => {
      this.#inStorm = false;
      this.#install();
    }, STORM_MS).unref();
  }

  #install(): void {
    const sole = this.#sole?.deref();
    const own = sole !== undefined && !this.#inStorm;
    const binding = own ? this.#soleBinding : this.#binding;
    if (sole !== undefined) sole.binding = binding;
    const state: State = { binding, own, inStorm: this.#inStorm };
    const { methods, references } = compileMethods(this.#form, state, this.#names(own ? sole : undefined));
    replace(this.arrayClass.prototype, methods);
    for (const [index, accessors] of references.entries()) {
      const made = this.#references[index];
      if (made !== undefined) replace(made.prototype, accessors);
    }
  }

  #names(sole: Bound | undefined): Record<string, unknown> {
    const names: Record<string, unknown> = { fieldOf, storeFieldOf, missedField, missedFieldStore };
    for (const [index, made] of this.#references.entries()) {
      names[`Reference${index}`] = made;
      names[`arrayOf${index}`] = made.arrayOf;
      names[`windowOf${index}`] = made.windowOf;
      names[`atOf${index}`] = made.atOf;
    }
    return {
      ...names,
      ownElements: sole?.window.elements,
      ownView: sole?.view,
      ownBounds: sole?.bounds,
      ownFaultCount: sole?.faultCount,
    };
  }
}

// Over bigints the comparison of bindings costs more on Node 20 than the loads that it saves.
const canBind = ({ type, typed, windowLength }: Omit<Form, 'records'>): boolean =>
  windowLength === undefined && !(typed && type.codec.engine?.name.startsWith('Big'));

/** The generated methods that an array or a reference has; undefined where it has none. */
export function accessorsOf(object: object): Accessors | undefined {
  const prototype = Object.getPrototypeOf(object);
  return prototype === null ? undefined : byPrototype.get(prototype);
}

function replace(prototype: object, methods: Compiled): void {
  for (const name of Reflect.ownKeys(methods)) {
    const descriptor = Object.getOwnPropertyDescriptor(methods, name);
    if (descriptor === undefined) continue;
    Reflect.deleteProperty(prototype, name);
    Object.defineProperty(prototype, name, { ...descriptor, enumerable: false });
  }
}

function fieldOf(made: ReferenceClass, reference: unknown, place: FieldPlace): unknown {
  return loadField(made.origin(reference), place);
}

function storeFieldOf(made: ReferenceClass, reference: unknown, place: FieldPlace, value: unknown): void {
  storeField(made.origin(reference), place, value);
}

/** Whatever went wrong, it must not slow down what comes; it may have been that the window of the element had no views yet. */
function recover(made: ReferenceClass, reference: unknown): void {
  byPrototype.get(made.prototype)?.refresh();
  const origin = made.origin(reference);
  if (origin === undefined) return;
  const { array, window, at } = origin;
  array.openWindow((window.windowOffset + at) / array.stride);
}

function missedField(made: ReferenceClass, reference: unknown, place: FieldPlace): unknown {
  recover(made, reference);
  return fieldOf(made, reference, place);
}

function missedFieldStore(made: ReferenceClass, reference: unknown, place: FieldPlace, value: unknown): void {
  recover(made, reference);
  storeFieldOf(made, reference, place, value);
}
