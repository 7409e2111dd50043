import { isArrayType } from '../../types/arrays.js';
import { fieldType } from '../../types/bits.js';
import type { Constants } from '../../types/element-type.js';
import { loadSource, propertySource } from '../../types/inline.js';
import type { FieldPlace } from '../../types/layout.js';
import { isRecordType } from '../../types/struct.js';
import { isFaulty, isZero, loadedBy } from './conditions.js';
import type { Form, State } from './form.js';

/*
 * The text of the accessors of references. A reference knows its array, the window that it lies in, and its byte
 * offset there, which was checked when it was made. A window that may not be used any more has an empty view: the
 * engine's own check fails then, and the checked way says why.
 */

/** A field of the `record`th struct or union type of a class. */
interface Field {
  readonly form: Form;
  readonly state: State;
  readonly record: number;
  readonly place: FieldPlace;
  /** Arguments that tell the checked way the field. */
  readonly slow: string;
}

/** An object literal with the accessors of one struct or union type, the `record`th of the class. */
export function referenceSource(form: Form, state: State, record: number, constants: Constants): string {
  const type = form.records[record];
  if (type === undefined) return '{}';
  const accessors = type.places.map((place) => {
    const name = propertySource(place.name);
    const field = { form, state, record, place, slow: `Reference${record}, this, ${constants(place)}` };
    return `get ${name}() { ${getterSource(field, constants)} },\n set ${name}(value) { ${setterSource(field)} }`;
  });
  return `{ ${accessors.join(',\n')} }`;
}

const viewOf = ({ state, record }: Field): string => (state.own ? 'ownView' : `windowOf${record}(this).view`);

const atOf = ({ record, place }: Field): string => `atOf${record}(this) + ${place.byteOffset}`;

/** Does something only while the array is the one that the accessors are bound to. */
const whileBound = ({ state, record }: Field, statement: string): string =>
  state.own
    ? `if (${isZero(`arrayOf${record}(this).binding ^ ${state.binding}`, state)}) ${statement}`
    : statement;

// What the engine throws is not lost: the checked way comes next, finds the same, and throws the error that says it.

function getterSource(field: Field, constants: Constants): string {
  const { form, record, place, slow } = field;
  if (isArrayType(place.type)) return `return fieldOf(${slow});`;
  if (isRecordType(place.type)) {
    const nested = form.records.indexOf(place.type);
    const made = `new Reference${nested}(arrayOf${record}(this), windowOf${record}(this), ${atOf(field)})`;
    return `try { return ${made}; } catch { return fieldOf(${slow}); }`;
  }
  const { codec } = fieldType(place);
  const load = loadSource(codec, viewOf(field), atOf(field), constants);
  const faulty = isFaulty(form, field.state, `arrayOf${record}(this)`, loadedBy(codec, 'value'));
  const done =
    faulty === undefined ? `return ${load};` : `{ const value = ${load}; if (!(${faulty})) return value; }`;
  // What throws here is met again behind it, step by step, and thrown with the index and the name of the field.
  return `try { ${whileBound(field, done)} } catch {} return missedField(${slow});`;
}

function setterSource(field: Field): string {
  const { form, state, place, slow } = field;
  const stores = fieldType(place).codec.inline?.stores;
  if (!form.writable || stores === undefined) return `return storeFieldOf(${slow}, value);`;
  const store = stores.store(viewOf(field), atOf(field), 'value');
  const faulty = isFaulty(form, state, `arrayOf${field.record}(this)`);
  const done = faulty === undefined ? 'return;' : `if (!(${faulty})) return;`;
  return `if (${isZero(stores.misfit('value'), state)}) {
    try { ${whileBound(field, `{ ${store}; ${done} }`)} } catch {}
  }
  return missedFieldStore(${slow}, value);`;
}
