// What a reader has drawn: at each place a low and a high end, in shares of the axis's height, the same for a line. What
// was not drawn lies on the way between what was.

/** @typedef {[number, number]} Range */
/** @typedef {"low" | "high" | "both"} Edge */

const NEAR = 3; // points that a pointer may be further from a place than it was, and still move the line there

export class Strokes {
  /**
   * @param {number[]} at the places, in points from the left
   * @param {number | null} known the share at the first place, where it is known
   */
  constructor(at, known) {
    this.at = at;
    /** @type {(Range | null)[]} */
    this.set = at.map(() => null);
    this.first = 0;
    if (known !== null) {
      this.set[0] = [known, known];
      this.first = 1;
    }
    /** @type {(Range | null)[][]} what could be drawn again */
    this.before = [];
    /** @type {number[]} by place, how near the stroke has come to it */
    this.nearest = [];
    /** @type {Edge} that the stroke moves */
    this.edge = "both";
    /** @type {[number, number]} where the stroke is */
    this.pen = [0, 0];
  }

  get empty() {
    return this.set.slice(this.first).every((range) => range === null);
  }

  /**
   * The whole drawing: what lies between two places that were drawn is on the way from one to the other, the rest level.
   * @returns {Range[]}
   */
  whole() {
    const { at, set } = this;
    return at.map((x, i) => {
      const left = set.findLastIndex((range, k) => k <= i && range);
      const right = set.findIndex((range, k) => k >= i && range);
      const from = set[left] ?? set[right] ?? [0.5, 0.5];
      const to = set[right] ?? from;
      const share = right > left && left >= 0 ? (x - at[left]) / (at[right] - at[left]) : 0;
      return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
    });
  }

  /** Something new begins, which can be undone. */
  keep() {
    this.before.push([...this.set]);
  }

  undo() {
    this.set = this.before.pop() ?? this.set;
  }

  clear() {
    if (this.empty) return;
    this.keep();
    this.set = this.set.map((range, i) => (i < this.first ? range : null));
  }

  /**
   * Moves the drawing at a place; the ends do not cross.
   * @param {number} i
   * @param {Edge} edge
   * @param {number} share
   */
  move(i, edge, share) {
    const y = Math.round(Math.min(1, Math.max(0, share)) * 1000) / 1000;
    const range = edge === "both" ? [y, y] : this.whole()[i];
    if (edge === "low") range[0] = Math.min(y, range[1]);
    if (edge === "high") range[1] = Math.max(y, range[0]);
    this.set[i] = /** @type {Range} */ (range);
  }

  /**
   * A stroke begins. Of a range that was drawn it moves the edge on its side.
   * @param {number} x in points
   * @param {number} y a share
   * @param {boolean} band
   */
  press(x, y, band) {
    this.keep();
    this.nearest = this.at.map(() => Number.POSITIVE_INFINITY);
    this.pen = [x, y];
    this.edge = "both";
    if (band && !this.empty) {
      const [low, high] = this.whole()[this.place(x)];
      this.edge = y > (low + high) / 2 ? "high" : "low";
      this.set = this.whole();
    }
    this.draw(x, y);
  }

  /**
   * The stroke goes on: every place that it passes has its height there, and the nearest one follows it.
   * @param {number} x
   * @param {number} y
   */
  draw(x, y) {
    const [fromX, fromY] = this.pen;
    this.pen = [x, y];
    const near = this.place(x);
    this.at.forEach((place, i) => {
      if (i < this.first) return;
      const passed = (place - fromX) * (place - x) < 0 || (place === x && fromX !== x);
      if (!passed && i !== near) return;
      const distance = passed ? 0 : Math.abs(place - x);
      if (distance > this.nearest[i] + NEAR) return;
      this.nearest[i] = Math.min(this.nearest[i], distance);
      this.move(i, this.edge, passed ? fromY + ((place - fromX) / (x - fromX)) * (y - fromY) : y);
    });
  }

  /** The place that is nearest, and not known. @param {number} x */
  place(x) {
    return this.at.reduce((best, place, i) => {
      return i > this.first && Math.abs(place - x) < Math.abs(this.at[best] - x) ? i : best;
    }, this.first);
  }
}
