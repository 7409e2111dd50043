import type { ElementType } from '../element-type.js';
import { type Field, type Fields, isBitField, type LayoutOptions } from '../layout.js';
import { struct, union } from '../struct.js';
import { type Attributes, single } from './attributes.js';
import { type Complete, checkedType, realigned, type Tag } from './c-type.js';
import type { Context } from './context.js';
import { type Member, parseMembers } from './members.js';
import { parseTag } from './tags.js';
import type { Token } from './tokens.js';

/** `struct trade { ... }` or `union`, or one that is defined elsewhere. */
export function parseRecord(context: Context, word: Token): Tag {
  return parseTag(context, word, parseMembers, makeRecord);
}

function makeRecord(
  context: Context,
  tag: Tag,
  at: Token,
  members: readonly Member[],
  attributes: Attributes,
): Complete {
  const { tokens, names } = context;
  if (members.every(({ name }) => name === undefined)) {
    throw tokens.error(at, `a ${tag.word} must have a member with a name`);
  }
  names.spend(
    at,
    sum(members, ({ name, field }) => (name?.length ?? 0) + nameLength(field)),
  );
  const { fields, options } = layoutOf(context, members, attributes);
  const make: (fields: Fields, options: LayoutOptions) => ElementType =
    tag.word === 'struct' ? struct : union;
  const type = tokens.making(at, () => make(fields, options));
  const depth = members.reduce((most, member) => Math.max(most, member.depth), 0) + 1;
  return checkedType(tokens, type, depth, at);
}

/** The members as fields for `struct` and `union`. */
function layoutOf(
  context: Context,
  members: readonly Member[],
  attributes: Attributes,
): { fields: Fields; options: LayoutOptions } {
  const packed = attributes.packed !== undefined;
  refuseMixedPacking(context, members, packed);
  // The option would also pack members with an alignment of their own, which C does not.
  const uniform = members.every((member) => member.aligned === undefined && !member.packed);
  const pack = packed && uniform ? 1 : context.packing.current;
  const align = single(context.tokens, attributes)?.bytes;
  const fields = members.map((member, index): [string, Field] => [
    member.name ?? `:${index}`, // no name of C
    uniform ? member.field : aloneOf(member, packed),
  ]);
  const options = { ...(pack === undefined ? {} : { pack }), ...(align === undefined ? {} : { align }) };
  return { fields: Object.fromEntries(fields), options };
}

/** The field with all that attributes say of it, so that no option is needed. */
function aloneOf(member: Member, recordPacked: boolean): Field {
  const { field, aligned } = member;
  const packed = member.packed || recordPacked;
  if (isBitField(field)) return { ...field, packed };
  return realigned(field, packed ? (aligned ?? 1) : Math.max(aligned ?? 1, field.alignment));
}

/** gcc lets a pragma take back what `packed` says of a bit-field, other compilers do not. */
function refuseMixedPacking({ tokens, packing }: Context, members: readonly Member[], packed: boolean): void {
  if (packing.current === undefined || packing.current === 1) return;
  const mixed = members.find((member) => isBitField(member.field) && (packed || member.packed));
  if (mixed !== undefined)
    throw tokens.error(
      mixed.at,
      `a packed bit-field inside of #pragma pack(${packing.current}) is not supported`,
    );
}

const nameLength = (field: Member['field']): number =>
  (isBitField(field) ? field.base : field).name.length + 4;
const sum = <T>(items: readonly T[], count: (item: T) => number): number =>
  items.reduce((total, item) => total + count(item), 0);
