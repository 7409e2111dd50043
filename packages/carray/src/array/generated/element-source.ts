import { fieldType } from '../../types/bits.js';
import type { Codec, Constants, Inline } from '../../types/element-type.js';
import { loadSource } from '../../types/inline.js';
import type { FieldPlace } from '../../types/layout.js';
import type { RecordType } from '../../types/struct.js';
import type { Form, State } from './form.js';

/*
 * The text of get, set and ref. There is no check in front of an access but the engine's own: an index that is out
 * of range, a fraction, or a dead memory loads `undefined`, and only then the checked way of CArray is taken. What
 * must be compared besides is written as an index of `only0`, an array of one element: the engine makes that a
 * comparison without a branch, and a branch that leaves a loop would cost more than all else together.
 */

/** The condition that a number is 0. */
export const isZero = (number: string, { guarded }: State): string =>
  guarded ? `(${number}) === 0` : `only0[${number}] !== undefined`;

const isNotZero = (number: string, { guarded }: State): string =>
  guarded ? `(${number}) !== 0` : `only0[${number}] === undefined`;

/** Names in the text for what has the views of the element, the array itself or one of its windows, and for the index there. */
interface Located {
  readonly prelude: string;
  readonly window: string;
  readonly local: string;
  readonly key: string;
}

function locate({ typed, windowLength }: Form, { guarded }: State, miss: string): Located {
  const refuse = miss.replace('return', 'throw'); // it throws by itself, but the engine does not know
  const whole = windowLength === undefined ? 'index >>> 0' : 'Math.floor(index)';
  const guard = `if (typeof index !== 'number' || (${whole}) !== index || !(index >= 0 && index < this.length)) ${refuse}`;
  const prelude = guarded ? guard : '';
  const number = `typeof index === 'number' ? index : -1`;
  if (windowLength === undefined && typed) return { prelude, window: 'this', local: 'index', key: number };
  if (windowLength === undefined) {
    return { prelude: `${prelude} const local = ${number};`, window: 'this', local: 'local', key: 'local' };
  }
  return {
    prelude: `${prelude}
      const isNumber = typeof index === 'number';
      const number = isNumber ? (index / ${windowLength}) | 0 : -1;
      const window = this.windows[number] ?? noWindow;
      const local = isNumber ? index - number * ${windowLength} : -1;`,
    window: 'window',
    local: 'local',
    key: 'local',
  };
}

/**
 * The condition under which the methods must not be used on `this` array. It stands in front of every access: somebody
 * may have kept a method from when the memory could be used otherwise, or calls it on another array.
 */
const isForeign = (state: State): string => isNotZero(`this.binding ^ ${state.binding}`, state);

/**
 * The condition under which a page was at fault, in the access before or earlier: what was read is no value, or what was stored is
 * lost. It stands behind every access to memory that can fault. The `array` is the text for it.
 *
 * A load must come first in the machine code too. Compilers take the count of an access before for that of the next, and let the
 * instruction that uses a value load it (`add rax, [memory]`), after the count: V8 does both in Node 26. So an integer says
 * which of the two equal counts to look at; any other number is stored into a `sink`, which ends what the compiler knows. It must
 * be the number itself: Bun's compiler moves the load behind the store of another one.
 */
export function isFaulty({ canFault }: Form, state: State, array: string, loaded?: Loaded): string[] {
  if (!canFault) return [];
  const count = state.own ? 'ownFaultCount' : `${array}.faultCount`;
  if (loaded === undefined) return [isNotZero(`${count}[0]`, state)];
  if (loaded.loads === 'integer') return [isNotZero(`${count}[${loaded.value} & 1]`, state)];
  const stored = loaded.loads === 'number' ? loaded.value : '0';
  return [`(sink[0] = ${stored}, ${isNotZero(`${count}[0]`, state)})`];
}

/** A value that was loaded just now. */
interface Loaded {
  readonly value: string;
  readonly loads: Inline['loads'];
}

const loadedBy = (codec: Codec<unknown>, value: string): Loaded => ({
  value,
  loads: codec.inline?.loads,
});

const viewOf = ({ own }: State, window: string): string => (own ? 'ownView' : `${window}.view`);

const elementsOf = ({ canFault }: Form, { own }: State, window: string): string => {
  if (own) return 'ownElements';
  return canFault && window === 'this' ? 'this.faultableElements' : `${window}.elements`;
};

/**
 * The condition under which there is no element at an index. `number` is the text of the index within the window, -1 for what is
 * no number; `at` is its multiple of the stride. See `ElementWindow.bounds`: in memory that can fault no other byte than the element's
 * may be touched.
 */
function isNowhere(form: Form, state: State, window: string, number: string): string {
  const bounds = state.own ? 'ownBounds' : `${window}.bounds`;
  if (!form.canFault) return `${isForeign(state)} || ${bounds}[${number}] === undefined`;
  const isFraction = isNotZero(`${number} - (${number} | 0)`, state);
  return `${isForeign(state)} || ${isFraction} || ${bounds}[at] === undefined`;
}

/** The same without touching memory that can fault: a reference may be made to an element that is gone. */
function isNoElement(form: Form, state: State, window: string, number: string): string {
  if (!form.canFault) return isNowhere(form, state, window, number);
  const [index, whole] =
    form.windowLength === undefined ? [number, `${number} >>> 0`] : ['index', 'Math.floor(index)'];
  const isInside = `(${whole}) === ${index} && ${index} >= 0 && ${index} < this.elementCount`;
  return `${isForeign(state)} || ${isNotZero(`${isInside} ? 0 : 1`, state)}`;
}

export function getSource(form: Form, state: State, constants: Constants): string {
  const miss = 'return this.missed(index);';
  const { prelude, window, key } = locate(form, state, miss);
  if (form.typed) {
    return `get(index) {
      ${prelude}
      ${state.own || window !== 'this' ? `if (${isForeign(state)}) ${miss}` : ''}
      const value = ${elementsOf(form, state, window)}[${key}];
      if (${['value === undefined', ...isFaulty(form, state, 'this', loadedBy(form.type.codec, 'value'))].join(' || ')}) ${miss}
      return value;
    }`;
  }
  return `get(index) {
    ${prelude}
    const at = ${key} * ${form.stride};
    if (${isNowhere(form, state, window, key)}) ${miss}
    const view = ${viewOf(state, window)};
    ${settled(form, state, `return ${loadSource(form.type.codec, 'view', 'at', constants)};`, miss)}
  }`;
}

/** A statement that returns a value; with the check behind it, where there must be one. */
function settled(form: Form, state: State, statement: string, miss: string): string {
  const [faulty] = isFaulty(form, state, 'this', loadedBy(form.type.codec, 'value'));
  if (faulty === undefined) return statement;
  return `${statement.replace('return ', 'const value = ')}
    if (${faulty}) ${miss}
    return value;`;
}

/** What stands behind a store. */
function unlessLost(form: Form, state: State, miss: string): string {
  const [faulty] = isFaulty(form, state, 'this');
  return faulty === undefined ? '' : `if (${faulty}) ${miss}`;
}

/** Undefined where a store needs more than a comparison: then the class has the checked `set`. */
export function setSource(form: Form, state: State, constants: Constants): string | undefined {
  const [record] = form.records;
  if (form.writable && record?.kind === 'struct') return setStructSource(form, record, state, constants);
  const stores = form.type.codec.inline?.stores;
  if (!form.writable || stores === undefined) return undefined;
  const miss = 'return this.missedStore(index, value);';
  const { prelude, window, local, key } = locate(form, state, miss);
  const misfit = isNotZero(stores.misfit('value'), state);
  if (form.typed) {
    return `set(index, value) {
      ${prelude}
      const elements = ${elementsOf(form, state, window)};
      if (${[isForeign(state), `elements[${key}] === undefined`, misfit].join(' || ')}) ${miss}
      elements[${local}] = value;
      ${unlessLost(form, state, miss)}
    }`;
  }
  return `set(index, value) {
    ${prelude}
    const at = ${key} * ${form.stride};
    if (${isNowhere(form, state, window, key)} || ${misfit}) ${miss}
    const view = ${viewOf(state, window)};
    ${stores.store('view', 'at', 'value')};
    ${unlessLost(form, state, miss)}
  }`;
}

/**
 * The fields are taken from the value first, which may run code of the caller's, and all checked before one is stored. What is
 * no object with exactly these fields in this order takes the checked way.
 */
function setStructSource(
  form: Form,
  { places }: RecordType<unknown>,
  state: State,
  constants: Constants,
): string {
  const miss = 'return this.missedStore(index, value);';
  const { prelude, window, key } = locate(form, state, miss);
  const usable = isNowhere(form, state, window, key);
  const fields = places.map((place, index) => storedField(place, index, state, constants));
  const names = places.map(({ name }, index) => `names[${index}] === ${JSON.stringify(name)}`);
  return `set(index, value) {
    ${prelude}
    const at = ${key} * ${form.stride};
    if (${usable} || typeof value !== 'object' || value === null) ${miss}
    const names = Object.keys(value);
    if (names.length !== ${places.length} || !(${names.join(' && ')})) return this.storeChecked(index, value);
    ${fields.map(({ take }) => take).join('\n')}
    if (${[usable, ...fields.flatMap(({ misfit }) => misfit ?? [])].join(' || ')}) ${miss}
    const view = ${viewOf(state, window)};
    ${fields.map(({ store }) => store).join('\n')}
    ${unlessLost(form, state, miss)}
  }`;
}

interface StoredField {
  readonly take: string;
  readonly misfit?: string;
  readonly store: string;
}

function storedField(place: FieldPlace, index: number, state: State, constants: Constants): StoredField {
  const { codec } = fieldType(place);
  const property = `value[${JSON.stringify(place.name)}]`;
  const at = `at + ${place.byteOffset}`;
  const stores = codec.inline?.stores;
  if (stores !== undefined) {
    return {
      take: `const field${index} = ${property};`,
      misfit: isNotZero(stores.misfit(`field${index}`), state),
      store: `${stores.store('view', at, `field${index}`)};`,
    };
  }
  const own = constants(codec);
  return {
    take: `let field${index} = ${property};
      try { field${index} = ${own}.check(field${index}); } catch (error) { throw inField(${JSON.stringify(place.name)}, error); }`,
    store: `${own}.store(view, ${at}, field${index});`,
  };
}

/** Undefined where elements are no structs or unions. */
export function refSource(form: Form, state: State): string | undefined {
  if (form.records.length === 0) return undefined;
  const miss = 'return this.missedReference(index);';
  const { prelude, window, key } = locate(form, state, miss);
  const held = form.windowLength === undefined ? 'this.window' : window;
  return `ref(index) {
    ${prelude}
    const at = ${key} * ${form.stride};
    if (${isNoElement(form, state, window, key)}) ${miss}
    return new Reference0(this, ${held}, at);
  }`;
}

/** What calls get and set, each class with its own: in code that serves all classes every call would take 10 ns. */
export const callersSource = `
  at(index) {
    if (Number.isInteger(index)) {
      const position = index < 0 ? index + this.length : index;
      if (position >= 0 && position < this.length) return this.get(position);
    }
    return this.atChecked(index);
  },
  setAt(index, value) {
    if (Number.isInteger(index)) {
      const position = index < 0 ? index + this.length : index;
      if (position >= 0 && position < this.length) return this.set(position, value);
    }
    return this.setAtChecked(index, value);
  },
  *eachElement() {
    for (let index = 0; index < this.length; index++) yield this.get(index);
  },
  *eachEntry() {
    for (let index = 0; index < this.length; index++) yield [index, this.get(index)];
  },
  forEachElement(callback) {
    const length = this.length;
    for (let index = 0; index < length; index++) callback(this.get(index), index, this);
  },
  reduceElements(callback, first, initial) {
    const length = this.length;
    let result = initial;
    for (let index = first; index < length; index++) result = callback(result, this.get(index), index, this);
    return result;
  },
  copyElements(copy) {
    const length = this.length;
    for (let index = 0; index < length; index++) copy[index] = this.get(index);
    return copy;
  }`;
