// What shm-typed-array does, which maps shared memory and no files: node shm-typed-array.cjs CASE prints one line.
const shm = require('shm-typed-array');

const [, , name] = process.argv;
const created = () => shm.create(4096, 'Uint8Array', undefined, '600');

const cases = {
  'unmapped get': () => {
    const array = created();
    array[0] = 7;
    shm.destroy(array.key);
    return array[0];
  },
};

try {
  console.log(String(cases[name]()));
} catch (error) {
  console.log(`${error.name}: ${error.message}`);
}
