import { isArrayType } from '../../types/arrays.js';
import { fieldType } from '../../types/bits.js';
import type { Constants } from '../../types/element-type.js';
import { loadSource, propertySource } from '../../types/inline.js';
import type { FieldPlace } from '../../types/layout.js';
import { isRecordType } from '../../types/struct.js';
import { isNotZero } from './element-source.js';
import type { Form, State } from './form.js';

/*
 * The text of the accessors of references. A reference knows its array, the part that it lies in, and its byte
 * offset there, which was checked when it was made. A part that may not be used any more has an empty view: the
 * engine's own check fails then, and the checked way says why.
 */

/** An object literal with the accessors of one struct or union type, the `record`th of the class. */
export function referenceSource(form: Form, state: State, record: number, constants: Constants): string {
  const type = form.records[record];
  if (type === undefined) return '{}';
  const accessors = type.places.map((place) => {
    const name = propertySource(place.name);
    const slow = `Reference${record}, this, ${constants(place)}`;
    const getter = getterSource(form, state, record, place, slow, constants);
    return `get ${name}() { ${getter} },\n set ${name}(value) { ${setterSource(form, state, record, place, slow)} }`;
  });
  return `{ ${accessors.join(',\n')} }`;
}

const viewOf = ({ binding }: State, record: number): string =>
  binding === undefined ? `partOf${record}(this).view` : 'ownView';

const checkBinding = (state: State, record: number, miss: string): string =>
  state.binding === undefined
    ? ''
    : `if (${isNotZero(`bindingOf${record}(this) ^ ${state.binding}`, state)}) ${miss}`;

function getterSource(
  form: Form,
  state: State,
  record: number,
  place: FieldPlace,
  slow: string,
  constants: Constants,
): string {
  const { codec } = fieldType(place);
  const at = `atOf${record}(this) + ${place.byteOffset}`;
  const miss = `return missedField(${slow});`;
  if (isRecordType(place.type)) {
    const nested = form.records.indexOf(place.type);
    return `return new Reference${nested}(arrayOf${record}(this), partOf${record}(this), ${at}, bindingOf${record}(this));`;
  }
  if (isArrayType(place.type)) return `return fieldOf(${slow});`;
  const load = loadSource(codec, viewOf(state, record), at, constants);
  return `${checkBinding(state, record, miss)} try { return ${load}; } catch { ${miss} }`;
}

function setterSource(form: Form, state: State, record: number, place: FieldPlace, slow: string): string {
  const stores = fieldType(place).codec.inline?.stores;
  const miss = `return missedFieldStore(${slow}, value);`;
  if (!form.writable || stores === undefined) return `return storeFieldOf(${slow}, value);`;
  const store = stores.store(viewOf(state, record), `atOf${record}(this) + ${place.byteOffset}`, 'value');
  return `${checkBinding(state, record, miss)} if (${isNotZero(stores.misfit('value'), state)}) ${miss}
    try { ${store}; } catch { ${miss} }`;
}
