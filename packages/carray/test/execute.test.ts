import { constants } from 'node:os';
import { describe, expect, it } from 'vitest';
import { MAP_PRIVATE, mprotect, PROT_EXEC, PROT_NONE, PROT_READ, PROT_WRITE, uint8 } from '../src/index.js';
import { asked, fakeApi } from './support/api.js';
import { refusal, thrownBy } from './support/errors.js';
import { fileOf, pattern } from './support/files.js';
import { page } from './support/synced.js';

const { EACCES, EINVAL, ENOTSUP } = constants.errno;

/** What was asked of protection and of the processor's caches, in order: 'protect 0 100 5'. */
function memory() {
  const { mapAnonymous, fake } = fakeApi({ pageSize: page });
  const array = mapAnonymous(uint8, 3 * page);
  const steps = () =>
    fake.calls.flatMap(({ operation, arguments: [, ...numbers] }) =>
      ['protect', 'synchronizeCode'].includes(operation) ? [[operation, ...numbers].join(' ')] : [],
    );
  return { array, fake, steps };
}

describe('from writing to executing', () => {
  it('what was stored is executed: the caches are told behind the change', () => {
    const { array, steps } = memory();
    array.mapping.protect('read-exec', page, page);
    expect(steps()).toEqual([
      `synchronizeCode ${page} 0`,
      `protect ${page} ${page} ${PROT_READ | PROT_EXEC}`,
      `synchronizeCode ${page} ${page}`,
    ]);
    expect(array.mapping.protection).toBe(PROT_READ);
  });

  it('mprotect does the same', () => {
    const { array, steps } = memory();
    mprotect(array, PROT_READ | PROT_WRITE | PROT_EXEC);
    expect(steps().map((step) => step.split(' ')[0])).toEqual([
      'synchronizeCode',
      'protect',
      'synchronizeCode',
    ]);
  });

  it('where it cannot be read afterwards: in front of the change', () => {
    const { array, steps } = memory();
    array.mapping.protect(PROT_EXEC);
    expect(steps()).toEqual([
      'synchronizeCode 0 0',
      `synchronizeCode 0 ${3 * page}`,
      `protect 0 ${3 * page} ${PROT_EXEC}`,
    ]);
  });

  it('where it can be read neither before nor afterwards: not at all', () => {
    const { array, steps } = memory();
    array.mapping.protect(PROT_NONE);
    array.mapping.protect(PROT_EXEC);
    expect(steps().slice(1)).toEqual(['synchronizeCode 0 0', `protect 0 ${3 * page} ${PROT_EXEC}`]);
  });

  it('asks nothing where nothing becomes executable', () => {
    const { array, fake } = memory();
    array.mapping.protect('read');
    array.mapping.protect('none');
    array.mapping.protect('read-write');
    expect(asked(fake, 'synchronizeCode')).toEqual([]);
  });

  it('goes no further than the file', () => {
    const { mmap, fake } = fakeApi({ pageSize: page });
    const { mapping } = mmap(uint8, 3 * page, PROT_READ, MAP_PRIVATE, fileOf(pattern(page + 5)));
    mapping.protect('read-exec');
    mapping.protect('read-exec', 2 * page, page);
    expect(asked(fake, 'synchronizeCode')).toEqual([
      [0, 0],
      [0, 2 * page],
      [2 * page, 0],
    ]);
  });

  it('changes nothing where it cannot be done', () => {
    const { array, fake, steps } = memory();
    fake.failNext('synchronizeCode', ENOTSUP);
    const error = thrownBy(() => array.mapping.protect('read-exec'));
    expect([error.code, error.message]).toEqual(['ERR_UNSUPPORTED', expect.stringContaining('fake backend')]);
    expect(steps()).toEqual(['synchronizeCode 0 0']);
    expect([array.mapping.protection, array.writable]).toEqual([PROT_READ | PROT_WRITE, true]);
    array.set(0, 7);
  });

  it('leaves the protection as it is where the system refuses it', () => {
    const { array, fake } = memory();
    fake.failNext('protect', EACCES);
    expect(refusal(() => array.mapping.protect('read-exec'))).toBe('SystemError EACCES');
    expect(array.writable).toBe(true);
    fake.failNext('synchronizeCode', EINVAL);
    expect(thrownBy(() => array.mapping.protect('read-exec'))).toMatchObject({ syscall: 'synchronizeCode' });
  });
});
