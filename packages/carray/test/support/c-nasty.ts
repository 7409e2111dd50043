/** C types and their declarations. T, T1 ... and N, N1 ... get names that are unique. */
export const nastyDeclarations: readonly (readonly [string, string])[] = [
  // bit-fields without a name, and without bits
  ['struct T', 'struct T { char a; int : 0; }'],
  ['struct T', 'struct T { char a; int : 0; char b; }'],
  ['struct T', 'struct T { int : 0; char a; int : 5; char b; }'],
  ['struct T', 'struct T { char a; int : 30; char b; }'],
  ['struct T', 'struct T { unsigned a : 3, : 4, b : 2, : 0, c : 1; }'],
  ['struct T', 'struct T { uint64_t a : 40; uint8_t : 0; uint64_t b : 24; }'],
  ['struct T', 'struct T { short : 9; char a; long : 0; short : 3; char b; }'],
  ['struct T', 'struct __attribute__((packed)) T { char a; int : 0; char b; int : 3; long c; }'],
  [
    'struct T',
    'struct __attribute__((packed)) T { char a; int : 30; char b : 1; }'.replace('char b', 'bool b'),
  ],
  ['union T', 'union T { char a; int : 17; }'],
  ['union T', 'union T { char a; int : 0; unsigned b : 9; }'],
  ['struct T', 'struct T { bool a : 1; bool : 0; bool b : 1; _Bool c : 1; }'],
  [
    'struct T',
    'struct T { uint8_t a : 5; uint8_t b : 4; uint16_t c : 9; uint32_t d : 30; uint64_t e : 60; }',
  ],
  ['struct T', 'struct T { signed a : 7; unsigned b : 26; size_t c : 33; }'],
  // packed: a struct, a member, a bit-field
  ['struct T', 'struct T { char a; int b; short c; } __attribute__((packed))'],
  ['struct T', 'struct __attribute__((__packed__)) T { char a; double b; struct { char x; int y; } c; }'],
  ['struct T', 'struct T { char a; int b __attribute__((packed)); int c; }'],
  ['struct T', 'struct T { char a; __attribute__((packed)) int b, c; short d; }'],
  [
    'struct T',
    'struct T { char a; int b : 3 __attribute__((packed)); int c : 30 __attribute__((packed)); int d : 3; }',
  ],
  ['struct T', 'struct T { char a; struct { char x; int y; } b __attribute__((packed)); }'],
  ['struct T', 'struct T { char a; struct { char x; int y; } __attribute__((packed)) b; int c; }'],
  ['struct T', 'struct __attribute__((packed)) T { char a; struct { char x; long y; } b[2]; }'],
  ['union T', 'union T { char a[5]; int b; } __attribute__((packed))'],
  // aligned: a struct, a member, a typedef
  ['struct T', 'struct T { char a; } __attribute__((aligned(16)))'],
  ['struct T', 'struct __attribute__((aligned(2))) T { char a; int b; }'],
  ['struct T', 'struct __attribute__((aligned)) T { char a; }'],
  ['struct T', 'struct __attribute__((packed, aligned(4))) T { char a; long b; }'],
  ['struct T', 'struct __attribute__((packed)) T { char a; int b; } __attribute__((aligned(2)))'],
  ['struct T', 'struct T { char a; int b __attribute__((aligned(16))); char c; }'],
  ['struct T', 'struct T { char a; int b __attribute__((aligned(2))); }'],
  ['struct T', 'struct T { char a; int b __attribute__((packed, aligned(2))); char c; }'],
  ['struct T', 'struct T { char a; int b, c __attribute__((aligned(8))), d; }'],
  ['struct T', 'struct T { char a; int b __attribute__((aligned(8))), c __attribute__((packed)), d; }'],
  ['struct T', 'struct T { char a; __attribute__((aligned(8))) short b, c; char d; }'],
  ['struct T', 'struct T { char a; short __attribute__((aligned(8))) b __attribute__((aligned(4))); }'],
  ['struct T', 'struct T { char a; _Alignas(16) int b; _Alignas(double) char c; _Alignas(0) char d; }'],
  ['struct T', 'struct T { _Alignas(2) _Alignas(8) int a; char b; }'],
  ['struct T', 'struct __attribute__((packed)) T { char a; int b __attribute__((aligned(4))); short c; }'],
  [
    'struct T',
    'struct __attribute__((packed)) T { char a; int b __attribute__((aligned(2))); unsigned c : 30; }',
  ],
  [
    'struct T',
    'struct __attribute__((packed)) T { char a; _Alignas(8) char b[3]; uint16_t : 3; uint16_t c : 15; }',
  ],
  ['struct T', 'struct T { char a; struct { int x; } __attribute__((aligned(8))) b, c; }'],
  ['struct T', 'struct T { char a; struct { int x; } const __attribute__((aligned(8))) b, c; }'],
  ['struct T', 'struct T1 { int x; }; struct T { char a; struct T1 __attribute__((aligned(8))) b; }'],
  ['struct T', 'struct T { char a; struct { int x; } _Alignas(16) b; char c; }'],
  [
    'struct T',
    'enum { N = 5000000000, N1 = 1 + (N > -1) }; struct T { char a[1 + (N > -1)], b[N1], c[sizeof(enum { N2 = -5000000000 })]; }',
  ],
  ['T', 'typedef struct { int a; } T __attribute__((aligned(16)))'],
  ['T', 'typedef struct { int a; } __attribute__((aligned(16))) T'],
  ['T', 'typedef struct __attribute__((packed)) { char a; int b; } T'],
  ['struct T', 'typedef uint64_t T1 __attribute__((aligned(4))); struct T { char a; T1 b; T1 c[2]; }'],
  ['struct T', 'typedef int T1 __attribute__((aligned(16))); struct T { char a; T1 b; char c; }'],
  [
    'struct T',
    'typedef int T1 __attribute__((aligned(16))); struct __attribute__((packed)) T { char a; T1 b; }',
  ],
  ['struct T', 'typedef __attribute__((aligned(16))) char T1, *T2; struct T { char a; T1 b; char c; T2 d; }'],
  [
    'struct T',
    'typedef struct { char a; } __attribute__((aligned(4))) T1; struct T { char a; T1 b[3]; char c; }',
  ],
  // #pragma pack
  [
    'struct T',
    '#pragma pack(push, 1)\nstruct T { char a; double b; struct { char x; int y; } c; };\n#pragma pack(pop)\n',
  ],
  [
    'struct T',
    '#pragma pack(push, 2)\nstruct T { uint8_t a : 5; uint8_t b : 4; uint32_t c : 30; };\n#pragma pack(pop)\n',
  ],
  [
    'struct T',
    '#pragma pack(push, 16)\nstruct T { uint8_t a : 5; uint8_t b : 4; uint32_t c : 30; };\n#pragma pack(pop)\n',
  ],
  [
    'struct T',
    '#pragma pack(push, 4)\nstruct T { char a; uint32_t : 0; char b; uint64_t : 0; char c; };\n#pragma pack(pop)\n',
  ],
  [
    'struct T',
    '#pragma pack(push, 4)\nstruct T { char a; int b __attribute__((aligned(16))); long c; };\n#pragma pack(pop)\n',
  ],
  [
    'struct T',
    '#pragma pack(push, 4)\nstruct T { char a; long b; } __attribute__((aligned(16)));\n#pragma pack(pop)\n',
  ],
  [
    'struct T',
    '#pragma pack(push, 4)\nstruct __attribute__((packed)) T { char a; int b; short c; };\n#pragma pack(pop)\n',
  ],
  [
    'struct T',
    '#pragma pack(2)\n#pragma pack(push)\n#pragma pack(1)\nstruct T1 { char a; int b; };\n#pragma pack(pop)\nstruct T { char a; struct T1 b; int c; };\n#pragma pack()\n',
  ],
  [
    'struct T',
    '#pragma pack(push, 1) // bytes\n#pragma pack(0)\nstruct T { char a; int b; };\n/* */ #pragma pack(pop)\n',
  ],
  [
    'union T',
    '#pragma pack(push, 2)\nunion T { char a[3]; double b; uint64_t c : 33; };\n#pragma pack(pop)\n',
  ],
  // arrays, enums, pointers, names
  [
    'struct T',
    'struct T { char a[3][5]; short b[2][3][4]; double c[1]; struct { char x; short y; } d[2][2]; }',
  ],
  ['T', 'typedef char T1[3]; typedef T1 T2[2]; typedef struct { T2 a[2]; char b; } T3; typedef T3 T[2]'],
  [
    'struct T',
    'enum { N = 3, N1 = N * 2 + 1, N2 = 1 << 4 }; struct T { char a[N]; int b[N1]; short c[N2 - N]; }',
  ],
  [
    'struct T',
    'struct T { enum { N, N1 = 5 } a; enum { N2 = -1 } b; char c[N1]; enum __attribute__((packed)) { N3 = 200 } d; }',
  ],
  [
    'struct T',
    'struct T { char a; enum { N = 0x80000000 } b; enum { N1 = -1, N2 = 0x80000000 } c; enum { N3 = 0x100000000 } d; }',
  ],
  [
    'struct T',
    'struct T { enum { N = -1, N1 = 127 } __attribute__((packed)) a; enum __attribute__((packed)) { N2 = -1, N3 = 128 } b; }',
  ],
  [
    'struct T',
    'struct T { char a[sizeof(struct { char x; int y; })]; short b[_Alignof(double)]; char c[sizeof(char[3][4])]; }',
  ],
  [
    'struct T',
    "struct T { char a['a' - '\\x41']; char b[077 + 0x1F + 0b11 + 5u + 6UL + 7llu]; char c[(1 ? 2 : 3 / 0) + !0]; }",
  ],
  [
    'struct T',
    'struct T { char a[(-1 < 0u) + 1]; char b[-7 / 2 + 4]; char c[-7 % 3 + 2]; char d[(~0u >> 31) + 1]; char e[(-8 >> 1) + 5]; }',
  ],
  [
    'struct T',
    'struct T { char a[1 + 2 * 3 - 4 / 2 % 3 << 1 & 0xff | 1 ^ 2]; char b[1 || 0 && 0]; char c[3 > 2 == 1 != 0]; }',
  ],
  [
    'struct T',
    'struct T { char a; struct T *next, **list[2]; void (*f)(struct T *, int[], const char *, ...); int (*(*g[2])(void))[3]; }',
  ],
  ['struct T', 'typedef struct T T; struct T { T *next; char a; const volatile T *const *b; }'],
  [
    'struct T',
    'struct T { long unsigned int a; short int b; int long unsigned long c; char unsigned d; signed e; double f; float g; }',
  ],
  [
    'struct T',
    'struct T { char a; wchar_t b; char c; char16_t d; char32_t e; char f; long double *g; bool h; }',
  ],
  [
    'struct T',
    'struct T { char a; int_least8_t b; int_least16_t c; uint_least32_t d; uint_least64_t e; intmax_t f; uintptr_t g; }',
  ],
  ['union T', 'union T { struct { char a; int b; } c; char d[9]; double e; }'],
  ['unsigned long long', 'long long unsigned'],
  ['char [3][4]', 'char[3][4]'],
  ['T', 'typedef float T[3]'],
  ['int *', 'int *'],
  // the sizes of sys/types.h are those of Linux
  ...(process.platform === 'linux'
    ? [
        [
          'struct T',
          'struct T { char a; off_t b; char c; pid_t d; char e; size_t f; char g; time_t h; char i; mode_t j; uid_t k; dev_t l; }',
        ] as const,
      ]
    : []),
];
