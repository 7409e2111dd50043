// second SIDE: the code that a second one of a side gets, and what it gets when the first has closed the ring.
const use = () =>
  args[0] === 'producer'
    ? RingBuffer.open(memory).tryWrite(table.subarray(0, 3))
    : RingBuffer.open(memory).tryRead();
try {
  console.log('taken', use());
} catch (error) {
  console.log(error.code);
}
