const [, , name, path] = process.argv;
if (name !== 'nothing') {
  const { open, access } = await import(`../adapters/${name}.mjs`);
  const { array } = open(path, 4096);
  if ((access.isCalled ? array.get(0) : array[0]) !== 0) process.exitCode = 1;
}
