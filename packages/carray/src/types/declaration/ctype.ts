import { invalidType } from '../../errors/arguments.js';
import type { ElementType } from '../element-type.js';
import { parse } from './parser.js';

/**
 * The element type of a C declaration, as `struct`, `array`, `bits` and the others make it, with the layout of gcc on
 * this platform: the type of the last declaration in the text, which can use those before it.
 *
 * It knows the types of stdint.h, stdbool.h, stddef.h and sys/types.h without their being included, attributes `packed`
 * and `aligned(n)`, `_Alignas` and `#pragma pack`. TypeScript cannot read C: say the type of the values.
 *
 * @param text at most 65536 members or names in one struct, union or enum, 200 levels of one in another, types of 2 ** 49 bytes.
 * @throws ERR_ELEMENT_TYPE for what is no declaration of C, or has no element type: `line 2, column 14: ...`.
 * @throws ERR_INVALID_ARG_TYPE for what is no string.
 * @example
 * // In TypeScript: ctype<ElementType<{ id: number; price: number; name: string }>>(...)
 * const trade = ctype('struct trade { uint32_t id; double price; char name[16]; };');
 * const trades = CArray.of(trade, { id: 1, price: 2.5, name: 'ada' });
 * console.log(trade.size, trades.get(0).name); // 32 ada
 */
export function ctype<E extends ElementType = ElementType>(text: string): E {
  if (typeof text !== 'string') throw invalidType('text', 'a C declaration as a string', text);
  return parse(text) as E; // the caller's word: nothing in TypeScript can tell
}
