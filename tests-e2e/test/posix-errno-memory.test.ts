import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { codeOf, fileOf } from '../src/files.js';
import { carray, onBothBackends } from '../src/packed.js';
import { runProgram } from '../src/program.js';

const { MAP_ANONYMOUS, MAP_NORESERVE, MAP_PRIVATE, MAP_SHARED, PROT_READ, uint8 } = carray;

const prelude = `
  const { mmap, munmap, pageSize, uint8, ...c } = require('carray');
  const codeOf = (call) => { try { call(); } catch (error) { return error.code; } };`;

// RLIMIT_AS is in posix-users.test.ts.
onBothBackends('ENOMEM of mmap', ({ mapFile, mmap, pageSize }, backend) => {
  const page = Buffer.alloc(pageSize, 1);
  const run = (body: string, flags: readonly string[] = []) => {
    const ended = runProgram(prelude + body, { backend, flags });
    expect({ ...ended, stdout: '' }).toEqual({ status: 0, signal: null, stdout: '', stderr: '' });
    return JSON.parse(ended.stdout);
  };

  it('ENOMEM: a length that no address space has, for files and anonymous memory', () => {
    const length = 2 ** 52;
    for (const call of [
      () => mmap(uint8, length, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE),
      () => mmap(uint8, length, PROT_READ, MAP_SHARED, fileOf(page)),
      () => mapFile(fileOf(page), { length, allowPastEnd: true }),
    ]) {
      expect(codeOf(call)).toBe('ENOMEM');
      expect(call).toThrow(`no room for ${length} bytes`);
    }
  });

  it('ENOMEM: as many mappings as a process may have; it maps again once some are gone', ({ skip }) => {
    const most = Number(readFileSync('/proc/sys/vm/max_map_count', 'latin1'));
    if (most > 300_000) skip(`vm.max_map_count is ${most}: it would take too long`);
    // Every other page of one area gets another protection: each is an area of its own then. The rest, 100 areas or
    // so, is for the library. At the limit V8 must need no memory: what runs there has run before.
    const result = run(
      `
      const library = require('koffi').load(null);
      const raw = (declaration) => library.func(declaration);
      const mmapRaw = raw('intptr_t mmap(intptr_t addr, size_t length, int prot, int flags, int fd, int64_t offset)');
      const protectRaw = raw('int mprotect(intptr_t addr, size_t length, int prot)');
      const unmapRaw = raw('int munmap(intptr_t addr, size_t length)');
      const flags = c.MAP_PRIVATE | c.MAP_ANONYMOUS | c.MAP_NORESERVE;
      const map = (prot, length = pageSize) => mmap(uint8, length, prot, flags);
      codeOf(() => map(c.PROT_READ, 2 ** 52));
      for (let turn = 0; turn < 200; turn++) munmap(map(turn % 2 ? c.PROT_READ : c.PROT_NONE));
      const areas = require('node:fs').readFileSync('/proc/self/maps', 'latin1').split('\\n').length;
      const pages = ${most} - areas - 100;
      const start = Number(mmapRaw(0, pages * pageSize, c.PROT_NONE, flags, -1, 0));
      for (let page = 1; page < pages; page += 2) protectRaw(start + page * pageSize, pageSize, c.PROT_READ);
      globalThis.gc();
      const kept = [];
      let failure;
      try { for (;;) kept.push(map(kept.length % 2 ? c.PROT_READ : c.PROT_NONE)); } catch (error) { failure = error; }
      unmapRaw(start, pages * pageSize);
      const { code, message } = failure;
      const again = map(c.PROT_READ).get(0);
      console.log(JSON.stringify({ code, made: kept.length, named: message.includes('vm.max_map_count'), again }));`,
      ['--expose-gc'],
    );
    expect(result).toMatchObject({ code: 'ENOMEM', named: true, again: 0 });
    expect(result.made).toBeGreaterThan(20);
    expect(result.made).toBeLessThan(500);
  });
});
