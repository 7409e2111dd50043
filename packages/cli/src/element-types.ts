import {
  type ElementType,
  float32,
  float64,
  int8,
  int16,
  int32,
  int64,
  safeInt64,
  safeUint64,
  uint8,
  uint16,
  uint32,
  uint64,
} from 'carray';
import type { TypeName } from './types.js';

/** The element types by name. Apart from the names, which --help needs without the library. */
export const elementTypes: Record<TypeName, ElementType<number> | ElementType<bigint>> = {
  int8,
  uint8,
  int16,
  uint16,
  int32,
  uint32,
  float32,
  float64,
  int64,
  uint64,
  safeInt64,
  safeUint64,
};
