import { writeFileSync } from 'node:fs';
import { bool, float64, int32be, safeUint64le, uint8, wchar } from 'carray';
import { describe, expect, test } from 'vitest';
import { elementTypeOf } from '../src/element-type.js';
import { UsageError } from '../src/errors.js';
import { temporaryDirectory } from './support/cli.js';

const file = temporaryDirectory();

const header = `#ifndef RECORD_H
#define RECORD_H
#pragma once
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif
/* a struct record { of a comment } */
struct point { int16_t x, y; };
#pragma pack(1)
typedef struct { uint8_t kind; struct point at; double weight; } record;
#pragma pack()
union word { uint32_t all; uint8_t parts[4]; };
enum color { RED, GREEN = 7 };
#ifdef __cplusplus
}
#endif
#endif /* RECORD_H */
`;

describe('an element type', () => {
  test.each(Object.entries({ uint8, float64, int32be, safeUint64le, bool, wchar }))(
    'by name: %s',
    (name, type) => {
      expect(elementTypeOf(name)).toBe(type);
    },
  );

  test.each([
    ['uint32_t', 4],
    ['unsigned char[3]', 3],
    ['struct { uint32_t id; double x; }', 16],
  ])('in C: %s', (text, size) => expect(elementTypeOf(text).size).toBe(size));

  test.each([
    ['point', 4],
    ['record', 13],
    ['word', 4],
    ['color', 4],
  ])('in a header: %s', (name, size) => {
    writeFileSync(file('schema.h'), header);
    expect(elementTypeOf(`@${file('schema.h')}:${name}`).size).toBe(size);
  });

  test.each([
    ['', /no|expected|empty/],
    ['int9', /unknown type name 'int9'/],
    ['mapFile', /unknown type name 'mapFile'/],
    ['CArray', /unknown type name/],
    ['__proto__', /unknown type name/],
    ['@', /@FILE:NAME/],
    ['@schema.h', /@FILE:NAME/],
    ['@/nowhere.h:record', /ENOENT/],
    ['@HEADER:missing', /line 20, column 1: unknown type name 'missing'/],
    ['@BROKEN:a', /line 2/],
  ])('%j is none', (text, message) => {
    writeFileSync(file('schema.h'), header);
    writeFileSync(file('broken.h'), '#include "x.h"\nstruct a { intt x; };\n');
    const given = text.replace('HEADER', file('schema.h')).replace('BROKEN', file('broken.h'));
    const refused = expect(() => elementTypeOf(given));
    refused.toThrow(UsageError);
    refused.toThrow(message);
  });
});
