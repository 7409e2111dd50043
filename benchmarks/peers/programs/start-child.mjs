const [, , name, path] = process.argv;
if (name !== 'nothing') {
  const { open, access } = await import(`../adapters/${name}.mjs`);
  const { array } = open(path, 4096);
  if ((access.get('i').includes('get') ? array.get(0) : array[0]) !== 0) process.exitCode = 1;
}
