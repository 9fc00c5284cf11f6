// In which order trainings are taken, and when all will be done. Costs are in no unit.

const DELAY = 1.02; // how much later the whole may end so that small models show first

/**
 * When all ends, if whoever is free takes the costliest that waits.
 * @param {number[]} waiting costs
 * @param {number[]} busy for each worker, what it has still to do
 */
export function end(waiting, busy) {
  const until = [...busy];
  for (const cost of [...waiting].sort((a, b) => b - a)) {
    const first = until.indexOf(Math.min(...until));
    until[first] += cost;
  }
  return Math.max(0, ...until);
}

/**
 * The place in `waiting` of what a free worker takes: the cheapest, as long as the whole does not end later for it, else
 * the costliest. Points of the smallest models come first so, and the widest starts just in time.
 * @param {number[]} waiting costs, one or more
 * @param {number[]} others for each other worker, what it has still to do
 */
export function next(waiting, others) {
  const least = waiting.indexOf(Math.min(...waiting));
  const most = waiting.indexOf(Math.max(...waiting));
  const after = (/** @type {number} */ taken) =>
    end(
      waiting.filter((_, i) => i !== taken),
      [waiting[taken], ...others],
    );
  return after(least) <= DELAY * after(most) ? least : most;
}
