/** Levels of anything in itself: braces, parentheses, types in types. C asks compilers for 63. */
export const MAX_DEPTH = 200;

/** Bytes of a type: more than any address space has, and few enough to count their bits exactly. */
export const MAX_SIZE = 2 ** 49;

/** Bytes of an alignment, as in gcc. */
export const MAX_ALIGNMENT = 2 ** 28;

/** Alignments that one name is given. */
export const MAX_ALIGNMENTS = 16;

/** Characters of all types' names in a text: a type is named after all that is in it, so names could grow without end. */
export const MAX_NAMES = 2 ** 24;

/** Members of a struct or union, and names of an enum. */
export const MAX_MEMBERS = 2 ** 16;
