import type { ElementType } from 'carray';
import { isRecord } from '../values/shapes.js';
import { memberOf } from '../values/value-text.js';

/** A value in each element: of a struct a field, those of structs in it as `a.b`; of others the element itself. */
export interface Column {
  readonly name: string;
  readonly type: ElementType;
  valueIn(element: unknown): unknown;
}

/** The name of the column of elements that have no fields. */
const ONLY = 'value';

export function columnsOf(type: ElementType): readonly Column[] {
  if (!isRecord(type)) return [{ name: ONLY, type, valueIn: (element) => element }];
  return type.places.flatMap((place) => {
    const own = {
      name: place.name,
      type: place.type,
      valueIn: (element: unknown) => memberOf(element, place.name),
    };
    return isRecord(place.type) ? columnsOf(place.type).map((inner) => within(own, inner)) : [own];
  });
}

const within = (outer: Column, inner: Column): Column => ({
  name: `${outer.name}.${inner.name}`,
  type: inner.type,
  valueIn: (element) => inner.valueIn(outer.valueIn(element)),
});
