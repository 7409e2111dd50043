export const qualifiers: ReadonlySet<string> = new Set([
  'const',
  'volatile',
  'restrict',
  '__const',
  '__const__',
  '__volatile',
  '__volatile__',
  '__restrict',
  '__restrict__',
  '__extension__',
]);

export const storageClasses: ReadonlySet<string> = new Set(['typedef', 'static', 'extern', 'register']);

export const attributeWords: ReadonlySet<string> = new Set(['__attribute__', '__attribute']);

export const alignasWords: ReadonlySet<string> = new Set(['_Alignas', 'alignas']);

/** Words that make up the name of a type, in any order: 'long unsigned int'. */
export const typeWords: ReadonlySet<string> = new Set([
  'void',
  '_Bool',
  'char',
  'short',
  'int',
  'long',
  'signed',
  'unsigned',
  'float',
  'double',
  '_Complex',
  '__int128',
]);

export const tagWords: ReadonlySet<string> = new Set(['struct', 'union', 'enum']);

/** Words of C that no declaration here can use, so that they are not taken for names. */
const refused = [
  '_Atomic _BitInt _Decimal32 _Decimal64 _Decimal128 _Float16 __float128 _Generic _Imaginary _Noreturn',
  '_Pragma _Static_assert _Thread_local __auto_type __inline __inline__ __thread __typeof __typeof__ asm __asm__',
  'auto break case continue default do else for goto if inline return static_assert switch typeof while',
];

export const keywords: ReadonlySet<string> = new Set([
  ...qualifiers,
  ...storageClasses,
  ...attributeWords,
  ...alignasWords,
  ...typeWords,
  ...tagWords,
  ...['sizeof', '_Alignof', 'alignof', '__alignof__'],
  ...refused.flatMap((words) => words.split(' ')),
]);
