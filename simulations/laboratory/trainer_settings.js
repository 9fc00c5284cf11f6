// The reader's settings: what they are, in a link and for a plan. in_page.py says what each may be.

/** @import { Exam, Job } from "../tape/types.d.ts" */

/** @typedef {string | number} Value */
/** @typedef {Record<string, Value>} Settings by dial; `student` is 0 for nobody in particular */
/** @typedef {any} Facts what in_page.py writes */

const LINK = "train-here";

/** @param {Facts} facts @returns {Settings} */
export function defaults(facts) {
  /** @type {Settings} */
  const settings = { student: 0 };
  for (const [name, dial] of Object.entries(facts.dials)) settings[name] = dial.default;
  return settings;
}

/**
 * The settings with what can be among others; what cannot be is left at its own value.
 * @param {Settings} settings
 * @param {Record<string, unknown>} others values, or words for them
 * @param {Facts} facts
 */
export function changed(settings, others, facts) {
  const found = { ...settings };
  for (const name of Object.keys(settings)) {
    if (!Object.hasOwn(others, name)) continue;
    const given = String(others[name]);
    if (name === "student") {
      if (/^\d{1,14}$/.test(given) && Number(given) <= facts.student.largest) found.student = Number(given);
      continue;
    }
    const value = facts.dials[name].values.find((/** @type {Value} */ one) => String(one) === given);
    if (value !== undefined) found[name] = value;
  }
  if (found.from > found.to) [found.from, found.to] = [found.to, found.from];
  return found;
}

/**
 * The settings in an address's hash; null where it is no link to this panel.
 * @param {string} hash
 * @param {Facts} facts
 */
export function parsed(hash, facts) {
  const [name, words] = hash.replace(/^#/, "").split("?");
  if (name !== LINK || words === undefined) return null; // without words it is the section's own
  return changed(defaults(facts), Object.fromEntries(new URLSearchParams(words)), facts);
}

/** The hash of a link to the settings. @param {Settings} settings @param {Facts} facts */
export function fragment(settings, facts) {
  const own = Object.entries(settings).filter(([name, value]) => value !== defaults(facts)[name]);
  const words = new URLSearchParams(own.map(([name, value]) => [name, String(value)])).toString();
  return words ? `#${LINK}?${words}` : `#${LINK}`;
}

/** What a training depends on beside its size and seed, in a word. @param {Settings} settings */
export const recipe = ({ digits, order, skew, lengths, steps, rate }) =>
  [digits, order, skew, lengths, steps, rate].join(" ");

/** @param {Settings} settings @param {Facts} facts */
export function seeds({ seeds, student }, facts) {
  return Array.from({ length: Number(seeds) }, (_, i) => Number(student) * facts.student.apart + i);
}

/** @param {Settings} settings @param {Facts} facts @returns {number[]} */
export const widths = ({ from, to }, facts) =>
  facts.widths.filter((/** @type {number} */ width) => width >= Number(from) && width <= Number(to));

/** Why settings are known to teach little. @param {Settings} settings @param {Facts} facts @returns {string[]} */
export const warnings = (settings, facts) =>
  facts.warnings
    .filter((/** @type {any} */ { where }) =>
      Object.entries(where).every(([name, values]) => /** @type {Value[]} */ (values).includes(settings[name])),
    )
    .map((/** @type {any} */ { words }) => words);

/** @param {number} width @param {number} seed */
export const keyOf = (width, seed) => `${width} ${seed}`;

/**
 * What a worker is given for one model.
 * @param {Settings} settings
 * @param {number} width
 * @param {number} seed
 * @param {Facts} facts
 * @returns {Job}
 */
export function job(settings, width, seed, facts) {
  const { digits, order, skew, lengths, steps, rate } = settings;
  const place = facts.widths.indexOf(width);
  const end = order === "largest" ? "-largest-first" : "";
  const draw = { uniforms: "uniforms.exam", key: facts.exam.key, tape: `exam-draw${end}` };
  const glances = facts.glances.filter((/** @type {number} */ at) => at < Number(steps));
  /** @type {Exam[]} */
  const examine = [
    { at: glances, draw, tape: "exam", read: ["exam.metrics"] },
    { at: [Number(steps)], draw, parts: facts.exam.parts, tape: "exam", read: ["exam.metrics"] },
    { at: [Number(steps)], draw, parts: facts.exam.written, tape: "exam-written", read: ["exam.edit_distance"] },
  ];
  return {
    key: keyOf(width, seed),
    toy: facts.toys[digits][place],
    cost: facts.costs[digits][place] * Number(steps),
    plan: (toy) => ({
      ...toy.plan,
      key: seed,
      draw: { ...toy.plan.draw, tape: `draw${end}` },
      settings: {
        cumulative: facts.chances[skew],
        reach: [lengths === "full" ? Number(digits) : 0],
        steps: [Number(steps)],
        rate: [Number(rate)],
      },
      steps: Number(steps),
      examine,
      finish: { read: Object.keys(toy.slots).filter((slot) => slot.startsWith("weights.")) },
    }),
  };
}
