import { expect, it } from 'vitest';
import { fileOf } from '../src/files.js';
import { onBothBackends } from '../src/packed.js';
import { runProgram } from '../src/program.js';

onBothBackends('mappings without an end', (_api, backend) => {
  it.each(['kept', 'dropped'])('%s, in a synchronous loop: a clear error, and the process goes on', (how) => {
    const source = `
      const { configure, mapFile, munmap } = require('carray');
      const path = process.argv.at(-1), kept = [];
      let error;
      for (let round = 0; round < 70_000 && error === undefined; round++) {
        try {
          const array = mapFile(path, { access: 'read-write' });
          if (array.get(0) !== 7) throw new Error('another byte');
          if ('${how}' === 'kept') kept.push(array);
        } catch (caught) {
          error = caught;
        }
      }
      console.log(error?.code, error?.syscall, error?.info.live === error?.info.most);
      // The engine needs mappings of its own for these.
      const functions = Array.from({ length: 2000 }, (_, index) => new Function('return ' + index));
      const buffers = Array.from({ length: 200 }, () => new ArrayBuffer(2 ** 20));
      console.log(functions.reduce((sum, each) => sum + each(), 0), buffers.length);
      kept.forEach(munmap);
      setTimeout(() => {
        gc();
        setTimeout(() => console.log(mapFile(path).get(0)), 50);
      }, 10);`;
    const args = [fileOf(Buffer.alloc(1, 7))];
    const { status, signal, stdout, stderr } = runProgram(source, { backend, flags: ['--expose-gc'], args });
    expect({ status, signal, stdout, stderr }).toEqual({
      ...{ status: 0, signal: null, stderr: '' },
      stdout: 'ENOMEM mmap true\n1999000 200\n7\n',
    });
  });
});

onBothBackends('a mapping that is held', (_api, backend) => {
  it('is there for zlib until it is done, whatever was unmapped', () => {
    const source = `
      const { gunzipSync, gzip } = require('node:zlib');
      const { mapFile, munmap } = require('carray');
      const array = mapFile(process.argv.at(-1));
      const content = array.toBuffer();
      const { bytes } = array;
      const release = array.mapping.hold();
      gzip(bytes, (error, packed) => {
        console.log(error, gunzipSync(packed).equals(content), bytes.length === content.length);
        release();
        console.log(bytes.length === 0 || bytes.every((byte) => byte === 0));
      });
      console.log(munmap(array), array.mapping.unmapped);`;
    const content = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => (index * index) >> 7));
    const { status, signal, stdout, stderr } = runProgram(source, { backend, args: [fileOf(content)] });
    expect({ status, signal, stdout, stderr }).toEqual({
      ...{ status: 0, signal: null, stderr: '' },
      stdout: 'true true\nnull true true\ntrue\n',
    });
  });
});
