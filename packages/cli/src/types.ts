/** Element types by the names that `carray` exports them by, with the characters that the longest value needs. */
const widths = {
  int8: 4,
  uint8: 3,
  int16: 6,
  uint16: 5,
  int32: 11,
  uint32: 10,
  float32: 15,
  float64: 25,
  int64: 20,
  uint64: 20,
  safeInt64: 17,
  safeUint64: 16,
} as const;

export type TypeName = keyof typeof widths;

export const typeNames = Object.keys(widths) as readonly TypeName[];

/** Characters of the longest value of a type, as `valueText` writes it. */
export function widthOf(type: TypeName): number {
  return widths[type];
}
