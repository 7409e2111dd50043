import { fieldType } from '../../types/bits.js';
import type { Constants } from '../../types/element-type.js';
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

/** Names in the text for the part that holds the element, and for its index there. */
interface Located {
  readonly prelude: string;
  readonly part: string;
  readonly local: string;
  readonly key: string;
}

function locate({ windowLength }: Form, { guarded }: State, miss: string): Located {
  const refuse = miss.replace('return', 'throw'); // it throws by itself, but the engine does not know
  const whole = windowLength === undefined ? 'index >>> 0' : 'Math.floor(index)';
  const guard = `if (typeof index !== 'number' || (${whole}) !== index || !(index >= 0 && index < this.length)) ${refuse}`;
  const prelude = guarded ? guard : '';
  const direct = { prelude, part: 'this', local: 'index', key: `typeof index === 'number' ? index : -1` };
  if (windowLength === undefined) return direct;
  return {
    prelude: `${prelude}
      const isNumber = typeof index === 'number';
      const window = isNumber ? (index / ${windowLength}) | 0 : -1;
      const part = this.parts[window] ?? noPart;
      const local = isNumber ? index - window * ${windowLength} : -1;`,
    part: 'part',
    local: 'local',
    key: 'local',
  };
}

/**
 * The condition under which the methods must not be used on `this` array. It stands in front of every access: somebody
 * may have kept a method from when the memory could be used otherwise, or calls it on another array.
 */
const isForeign = (state: State): string => isNotZero(`this.binding ^ ${state.binding}`, state);

const viewOf = ({ own }: State, part: string): string => (own ? 'ownView' : `${part}.view`);
const elementsOf = ({ own }: State, part: string): string => (own ? 'ownElements' : `${part}.elements`);
const boundsOf = ({ own }: State, part: string): string => (own ? 'ownBounds' : `${part}.bounds`);

export function getSource(form: Form, state: State, constants: Constants): string {
  const miss = 'return this.missed(index);';
  const { prelude, part, local, key } = locate(form, state, miss);
  if (form.typed) {
    return `get(index) {
      ${prelude}
      ${state.own ? `if (${isForeign(state)}) ${miss}` : ''}
      const value = ${elementsOf(state, part)}[${key}];
      if (value === undefined) ${miss}
      return value;
    }`;
  }
  const conditions = [isForeign(state), `${boundsOf(state, part)}[${key}] === undefined`];
  return `get(index) {
    ${prelude}
    if (${conditions.join(' || ')}) ${miss}
    const view = ${viewOf(state, part)}, at = ${local} * ${form.stride};
    return ${loadSource(form.type.codec, 'view', 'at', constants)};
  }`;
}

/** Undefined where a store needs more than a comparison: then the class has the checked `set`. */
export function setSource(form: Form, state: State, constants: Constants): string | undefined {
  const [record] = form.records;
  if (form.writable && record?.kind === 'struct') return setStructSource(form, record, state, constants);
  const stores = form.type.codec.inline?.stores;
  if (!form.writable || stores === undefined) return undefined;
  const miss = 'return this.missedStore(index, value);';
  const { prelude, part, local, key } = locate(form, state, miss);
  const memory = form.typed ? 'elements' : 'bounds';
  const conditions = [
    isForeign(state),
    `${memory}[${key}] === undefined`,
    isNotZero(stores.misfit('value'), state),
  ];
  const store = form.typed
    ? `elements[${local}] = value;`
    : `const view = ${viewOf(state, part)}, at = ${local} * ${form.stride};
       ${stores.store('view', 'at', 'value')};`;
  return `set(index, value) {
    ${prelude}
    const ${memory} = ${form.typed ? elementsOf(state, part) : boundsOf(state, part)};
    if (${conditions.join(' || ')}) ${miss}
    ${store}
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
  const { prelude, part, local, key } = locate(form, state, miss);
  const usable = [isForeign(state), `${boundsOf(state, part)}[${key}] === undefined`].join(' || ');
  const fields = places.map((place, index) => storedField(place, index, state, constants));
  const names = places.map(({ name }, index) => `names[${index}] === ${JSON.stringify(name)}`);
  return `set(index, value) {
    ${prelude}
    if (${usable} || typeof value !== 'object' || value === null) ${miss}
    const names = Object.keys(value);
    if (names.length !== ${places.length} || !(${names.join(' && ')})) return this.storeChecked(index, value);
    ${fields.map(({ take }) => take).join('\n')}
    if (${[usable, ...fields.flatMap(({ misfit }) => misfit ?? [])].join(' || ')}) ${miss}
    const view = ${viewOf(state, part)}, at = ${local} * ${form.stride};
    ${fields.map(({ store }) => store).join('\n')}
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
    take: `const field${index} = ${own}.check(${property});`,
    store: `${own}.store(view, ${at}, field${index});`,
  };
}

/** Undefined where elements are no structs or unions. */
export function refSource(form: Form, state: State): string | undefined {
  if (form.records.length === 0) return undefined;
  const miss = 'return this.missedReference(index);';
  const { prelude, part, local, key } = locate(form, state, miss);
  const conditions = [isForeign(state), `${boundsOf(state, part)}[${key}] === undefined`];
  const held = form.windowLength === undefined ? 'this.part' : part;
  return `ref(index) {
    ${prelude}
    if (${conditions.join(' || ')}) ${miss}
    return new Reference0(this, ${held}, ${local} * ${form.stride});
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
