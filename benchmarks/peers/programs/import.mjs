// import PACKAGE: nanoseconds of the import, in a process that has just begun.
const name = process.argv[2];
const start = process.hrtime.bigint();
await import(name);
console.log(Number(process.hrtime.bigint() - start));
