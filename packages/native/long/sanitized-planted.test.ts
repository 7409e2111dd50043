import { describe, expect, it } from 'vitest';
import type { Patch } from './package-copy.js';
import { endOfAddress, endOfUndefined, sanitizedPackage } from './sanitized-package.js';
import { runSanitized } from './sanitized-programs.js';

interface Planted {
  readonly name: string;
  readonly patch: Patch;
  readonly met: string;
  readonly status: number;
  readonly said: readonly string[];
  readonly leaks?: boolean;
}

const calls = 'long/programs/calls.cjs';

const defects: readonly Planted[] = [
  {
    name: 'a region that is used after it was freed',
    patch: {
      source: 'regions.cc',
      text: '  Region* reservation = region->reservation;\n  delete region;\n',
      replacement: '  delete region;\n  Region* reservation = region->reservation;\n',
    },
    met: 'unmapped',
    status: endOfAddress,
    said: ['heap-use-after-free', 'regions::Release'],
  },
  {
    name: 'a buffer share that is freed by the first of its two owners',
    patch: {
      source: 'holdings.cc',
      text: 'std::memory_order_acq_rel) == 1',
      replacement: 'std::memory_order_acq_rel) >= 1',
    },
    met: 'detached',
    status: endOfAddress,
    said: ['heap-use-after-free', 'GiveUpReference'],
  },
  {
    name: 'marks that are too short by a page, inside the signal handler',
    patch: { source: 'faults/marks.cc', text: 'WordOf(pages + kPages - 1)', replacement: 'WordOf(pages)' },
    met: 'lost',
    status: endOfAddress,
    said: ['heap-buffer-overflow', 'Marks::TryClaim', 'OnSignal'],
  },
  {
    name: 'a sum of offset and length that overflows',
    patch: {
      source: 'regions.cc',
      text: 'if (start > region->length || size > region->length - start) return 0;',
      replacement: 'if (offset + length > static_cast<std::int64_t>(region->length)) return 0;',
    },
    met: 'refused',
    status: endOfUndefined,
    said: ['signed integer overflow', 'regions::Locate'],
  },
  {
    name: 'a buffer share that is never freed',
    patch: {
      source: 'holdings.cc',
      text: '  DropOwner(found->second);\n  shares_.erase',
      replacement: '  shares_.erase',
    },
    met: 'detached',
    status: endOfAddress,
    said: ['detected memory leaks', 'Holdings::Share'],
    leaks: true,
  },
];

describe('the sanitizers stop', () => {
  for (const { name, patch, met, status, said, leaks = false } of defects) {
    it(name, () => {
      const planted = sanitizedPackage('sanitized-planted', [patch]);
      const end = runSanitized(planted, calls, met, { leaks });
      expect(end).toMatchObject({ status });
      for (const words of said) expect(end.stderr).toContain(words);
    });
  }
});
