import type { Floats } from './numeric.js';
import type { Summary, Summing } from './summary.js';

/** Floating-point numbers. The sum is compensated (two-sum), so that its error does not grow with their number. */
export class FloatSumming implements Summing<Floats> {
  #count = 0;
  #nan = 0;
  #infinite = 0;
  #zeros = 0;
  #min = Infinity;
  #max = -Infinity;
  #sum = 0;
  #lost = 0;
  #infinities = 0;

  add(numbers: Floats): void {
    let min = this.#min;
    let max = this.#max;
    let sum = this.#sum;
    let lost = this.#lost;
    let zeros = 0;
    for (let index = 0; index < numbers.length; index++) {
      const value = numbers[index] ?? 0;
      if (!(Math.abs(value) < Infinity)) {
        this.#addSpecial(value);
        continue;
      }
      if (value < min) min = value;
      if (value > max) max = value;
      if (value === 0) zeros++;
      const next = sum + value;
      const added = next - sum;
      lost += sum - (next - added) + (value - added); // what rounding has taken
      sum = next;
    }
    this.#min = min;
    this.#max = max;
    this.#sum = sum;
    this.#lost = lost;
    this.#zeros += zeros;
    this.#count += numbers.length;
  }

  #addSpecial(value: number): void {
    if (Number.isNaN(value)) {
      this.#nan++;
      return;
    }
    this.#infinite++;
    this.#infinities += value;
  }

  get summary(): Summary {
    const [count, nan, infinite, zeros] = [this.#count, this.#nan, this.#infinite, this.#zeros];
    const numbers = count - nan;
    const finite = numbers > infinite ? ([this.#min, this.#max] as const) : undefined;
    // Once a sum has left the range of numbers, what was lost on the way is NaN.
    const ofFinite = Number.isFinite(this.#sum) ? this.#sum + this.#lost : this.#sum;
    const sum = infinite > 0 ? this.#infinities : ofFinite;
    const mean = numbers === 0 ? undefined : sum / numbers;
    return { count, nan, infinite, zeros, sum, mean, finite, ...this.#limits(numbers) };
  }

  #limits(numbers: number): Pick<Summary, 'min' | 'max'> {
    if (numbers === 0) return { min: undefined, max: undefined };
    const [low, high] = [this.#infinities !== Infinity, this.#infinities !== -Infinity];
    if (this.#infinite === 0) return { min: this.#min, max: this.#max };
    return { min: low ? -Infinity : this.#min, max: high ? Infinity : this.#max };
  }
}
