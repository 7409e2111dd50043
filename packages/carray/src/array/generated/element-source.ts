import { fieldType } from '../../types/bits.js';
import type { Constants } from '../../types/element-type.js';
import { loadSource } from '../../types/inline.js';
import type { FieldPlace } from '../../types/layout.js';
import type { RecordType } from '../../types/struct.js';
import { isFaulty, isForeign, isNoElement, isNotZero, isNowhere, loadedBy } from './conditions.js';
import type { Form, State } from './form.js';

/*
 * The text of get, set and ref. There is no check in front of an access but the engine's own: an index that is out
 * of range, a fraction, or a dead memory loads `undefined`, and only then the checked way of CArray is taken.
 */

/** Names in the text for what has the views of the element, the array itself or one of its windows, and for the index there. */
interface Located {
  /** Statements in front of all others. */
  readonly prelude: string;
  readonly window: string;
  /** The index there. */
  readonly local: string;
  /** The same, or -1 for what is no number: a text would be the name of an element or a property. */
  readonly key: string;
}

function locate({ typed, windowLength }: Form, { inStorm }: State, miss: string): Located {
  const refuse = miss.replace('return', 'throw'); // it throws by itself, but the engine does not know
  const whole = windowLength === undefined ? 'index >>> 0' : 'Math.floor(index)';
  const guard = `if (typeof index !== 'number' || (${whole}) !== index || !(index >= 0 && index < this.length)) ${refuse}`;
  const prelude = inStorm ? guard : '';
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

const viewOf = ({ own }: State, window: string): string => (own ? 'ownView' : `${window}.view`);

const elementsOf = ({ canFault }: Form, { own }: State, window: string): string => {
  if (own) return 'ownElements';
  return canFault && window === 'this' ? 'this.faultableElements' : `${window}.elements`;
};

export function getSource(form: Form, state: State, constants: Constants): string {
  const miss = 'return this.missed(index);';
  const { prelude, window, key } = locate(form, state, miss);
  if (form.typed) {
    const faulty = isFaulty(form, state, 'this', loadedBy(form.type.codec, 'value'));
    return `get(index) {
      ${prelude}
      ${state.own || window !== 'this' ? `if (${isForeign(state)}) ${miss}` : ''}
      const value = ${elementsOf(form, state, window)}[${key}];
      if (value === undefined${faulty === undefined ? '' : ` || ${faulty}`}) ${miss}
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
  const faulty = isFaulty(form, state, 'this', loadedBy(form.type.codec, 'value'));
  if (faulty === undefined) return statement;
  return `${statement.replace('return ', 'const value = ')}
    if (${faulty}) ${miss}
    return value;`;
}

/** What stands behind a store. */
function unlessLost(form: Form, state: State, miss: string): string {
  const faulty = isFaulty(form, state, 'this');
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
