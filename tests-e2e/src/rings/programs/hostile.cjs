// hostile MILLISECONDS: stores anything anywhere, as fast as it can.
const words = memory.subarray(0, memory.length - (memory.length % 4)).cast(int32).typedArray;
const end = performance.now() + Number(args[0]);
while (performance.now() < end) {
  for (let count = 0; count < 1000; count++) {
    const at = Math.floor(Math.random() * (Math.random() < 0.7 ? 48 : words.length));
    if (at > 3)
      words[at] = Math.random() < 0.7 ? 8 * Math.floor(Math.random() * 64) : Math.random() * 2 ** 32;
  }
}
