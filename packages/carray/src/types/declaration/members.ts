import type { ElementType } from '../element-type.js';
import type { BitField } from '../layout.js';
import { type Attributes, parseAttributes, strictest } from './attributes.js';
import { bitFieldOf, parseWidth } from './bit-fields.js';
import { requireComplete } from './c-type.js';
import type { Context, Specifiers } from './context.js';
import { derive, parseDeclarator } from './declarators.js';
import { MAX_MEMBERS } from './limits.js';
import type { Token } from './tokens.js';

/** A member of a struct or union, before it is known how that one is packed. */
export interface Member {
  readonly at: Token;
  /** Bit-fields may have none. */
  readonly name: string | undefined;
  readonly field: ElementType | BitField;
  readonly depth: number;
  /** Bytes of an alignment of its own. */
  readonly aligned: number | undefined;
  readonly packed: boolean;
}

/** The members of a struct or union, up to the closing brace. */
export function parseMembers(context: Context): Member[] {
  const { tokens } = context;
  const members: Member[] = [];
  const known = new Set<string>();
  const add = (member: Member): void => {
    if (member.name !== undefined && known.has(member.name)) {
      throw tokens.error(member.at, `there is a member '${member.name}' already`);
    }
    if (member.name !== undefined) known.add(member.name);
    if (members.push(member) > MAX_MEMBERS) throw tokens.error(member.at, `more than ${MAX_MEMBERS} members`);
  };
  while (tokens.peek().text !== '}') {
    if (tokens.peek().kind === 'end') throw tokens.expected(`a member or '}'`);
    if (tokens.accept(';') === undefined) parseDeclaration(context, add);
  }
  return members;
}

/** `uint32_t a, b : 3;` */
function parseDeclaration(context: Context, add: (member: Member) => void): void {
  const { tokens, grammar } = context;
  const specifiers = grammar.specifiers(context);
  if (specifiers.storage !== undefined) {
    throw tokens.error(specifiers.storage, `a member cannot be '${specifiers.storage.text}'`);
  }
  if (tokens.peek().text === ';') throw tokens.error(specifiers.at, namelessMessage(specifiers));
  do add(parseMember(context, specifiers));
  while (tokens.accept(',') !== undefined);
  tokens.expect(';');
}

function namelessMessage({ type }: Specifiers): string {
  return type.kind === 'tag' && type.word !== 'enum'
    ? `anonymous members are not supported: give the ${type.word} a name`
    : 'the member has no name';
}

function parseMember(context: Context, specifiers: Specifiers): Member {
  const { tokens } = context;
  const isNamed = tokens.peek().text !== ':';
  const declarator = isNamed ? parseDeclarator(context) : undefined;
  if (isNamed && declarator?.name === undefined) throw tokens.expected('a name');
  const name = declarator?.name;
  const width = tokens.accept(':') === undefined ? undefined : parseWidth(context);
  const attributes = parseAttributes(context, specifiers.attributes);
  const derived = declarator === undefined ? specifiers.type : derive(context, specifiers.type, declarator);
  const at = name ?? specifiers.at;
  const { type, depth } = requireComplete(tokens, derived, at);
  const member = { at, name: name?.text, depth, packed: attributes.packed !== undefined };
  if (width !== undefined) {
    return { ...member, field: bitFieldOf(context, type, name, width, attributes), aligned: undefined };
  }
  return { ...member, field: type, aligned: alignmentOf(context, type, attributes) };
}

function alignmentOf({ tokens }: Context, type: ElementType, attributes: Attributes): number | undefined {
  const aligned = strictest(attributes);
  const standard = attributes.aligned.find((each) => each.standard);
  if (aligned !== undefined && standard !== undefined && aligned < type.alignment) {
    throw tokens.error(standard.at, `'${standard.at.text}' cannot make the alignment smaller`);
  }
  return aligned;
}
