import type { Constants } from '../../types/element-type.js';
import { loadSource } from '../../types/inline.js';
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
 * The conditions under which the methods of this state must not be used on `this` array. They stand in front of
 * every access: somebody may have kept a method from when the memory could be used otherwise.
 */
function refusals(state: State, stores: boolean): string[] {
  if (state.binding !== undefined) return [isNotZero(`this.binding ^ ${state.binding}`, state)];
  return stores ? [isNotZero('this.locked', state)] : [];
}

const refuseFirst = (state: State, stores: boolean, miss: string): string =>
  refusals(state, stores)
    .map((condition) => `if (${condition}) ${miss}`)
    .join(' ');

const viewOf = ({ binding }: State, part: string): string =>
  binding === undefined ? `${part}.view` : 'ownView';
const elementsOf = ({ binding }: State, part: string): string =>
  binding === undefined ? `${part}.elements` : 'ownElements';
const boundsOf = ({ binding }: State, part: string): string =>
  binding === undefined ? `${part}.bounds` : 'ownBounds';

export function getSource(form: Form, state: State, constants: Constants): string {
  const miss = 'return this.missed(index);';
  const { prelude, part, local, key } = locate(form, state, miss);
  if (form.typed) {
    return `get(index) {
      ${prelude}
      ${refuseFirst(state, false, miss)}
      const value = ${elementsOf(state, part)}[${key}];
      if (value === undefined) ${miss}
      return value;
    }`;
  }
  const conditions = [...refusals(state, false), `${boundsOf(state, part)}[${key}] === undefined`];
  return `get(index) {
    ${prelude}
    if (${conditions.join(' || ')}) ${miss}
    const view = ${viewOf(state, part)}, at = ${local} * ${form.stride};
    return ${loadSource(form.type.codec, 'view', 'at', constants)};
  }`;
}

/** Undefined where a store needs more than a comparison: then the class has the checked `set`. */
export function setSource(form: Form, state: State): string | undefined {
  const stores = form.type.codec.inline?.stores;
  if (!form.writable || stores === undefined) return undefined;
  const miss = 'return this.missedStore(index, value);';
  const { prelude, part, local, key } = locate(form, state, miss);
  const memory = form.typed ? 'elements' : 'bounds';
  const conditions = [
    ...refusals(state, true),
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

/** Undefined where elements are no structs or unions. */
export function refSource(form: Form, state: State): string | undefined {
  if (form.records.length === 0) return undefined;
  const miss = 'return this.missedReference(index);';
  const { prelude, part, local, key } = locate(form, state, miss);
  const conditions = [...refusals(state, form.writable), `${boundsOf(state, part)}[${key}] === undefined`];
  const held = form.windowLength === undefined ? 'this.part' : part;
  return `ref(index) {
    ${prelude}
    if (${conditions.join(' || ')}) ${miss}
    return new Reference0(this, ${held}, ${local} * ${form.stride});
  }`;
}

/** Loops over the elements, each class with its own: in one that serves all classes every access would be slow. */
export const loopsSource = `
  forEachElement(callback) {
    for (let index = 0; index < this.length; index++) callback(this.get(index), index, this);
  },
  reduceElements(callback, first, initial) {
    let result = initial;
    for (let index = first; index < this.length; index++) result = callback(result, this.get(index), index, this);
    return result;
  },
  copyElements(copy) {
    for (let index = 0; index < this.length; index++) copy[index] = this.get(index);
    return copy;
  }`;
