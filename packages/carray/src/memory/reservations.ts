import type { Backend } from '@carray/backend';
import type { Mapping } from './mapping.js';
import { WeakList } from './weak-list.js';

/** The mappings that were made to keep addresses and nothing else: anonymous, without access. */
const reservations = new WeakList<Mapping>();

export function addReservation(mapping: Mapping): void {
  reservations.add(mapping);
}

/** The reservation of a backend that all these addresses lie in, if it still is nothing else. */
export function findReservation(backend: Backend, address: number, byteLength: number): Mapping | undefined {
  for (const mapping of reservations.items) {
    if (!mapping.isReservationOf(backend)) continue;
    const start = Number(mapping.address);
    if (address >= start && address + byteLength <= start + mapping.byteLength) return mapping;
  }
  return undefined;
}
