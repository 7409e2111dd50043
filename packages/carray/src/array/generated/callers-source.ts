/** What calls get and set, each class with its own: in code that serves all classes every call would take 10 ns. */
export const callersSource = `
  at(index) {
    if (Number.isInteger(index)) {
      const position = index < 0 ? index + this.length : index;
      if (position >= 0 && position < this.length) return this.get(position);
    }
    return this.atChecked(index);
  },
  setAt(index, value) {
    if (Number.isInteger(index)) {
      const position = index < 0 ? index + this.length : index;
      if (position >= 0 && position < this.length) return this.set(position, value);
    }
    return this.setAtChecked(index, value);
  },
  *eachElement() {
    for (let index = 0; index < this.length; index++) yield this.get(index);
  },
  *eachEntry() {
    for (let index = 0; index < this.length; index++) yield [index, this.get(index)];
  },
  forEachElement(callback) {
    const length = this.length;
    for (let index = 0; index < length; index++) callback(this.get(index), index, this);
  },
  reduceElements(callback, first, initial) {
    const length = this.length;
    let result = initial;
    for (let index = first; index < length; index++) result = callback(result, this.get(index), index, this);
    return result;
  },
  copyElements(copy) {
    const length = this.length;
    for (let index = 0; index < length; index++) copy[index] = this.get(index);
    return copy;
  }`;
