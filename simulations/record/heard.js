// What a page tells of its reader's answers, as entries: predictions and rounds by the explorers' events, self-checks by
// the press that opens a choice, trainings by what their panel fires at their end.

/** @import { Entry } from "./entries.js" */

const INVITATION = "Predict first. "; // which everystate puts before each question

/** @typedef {Omit<Entry, "id" | "at" | "page">} Answer */

/**
 * Of `explorer:predicted`; everystate/js/predict.js says what is told.
 * @param {any} detail
 * @param {string} title the figure's
 * @param {number} pressed which of the choices, from 0; -1 where none is
 * @returns {Answer}
 */
export function predicted(detail, title, pressed) {
  const { name, kind, verdict, state, choice, drawn, truth, score, axes, inside, late } = detail;
  const question = detail.question?.replace(INVITATION, "");
  const { x, y } = axes ?? {};
  const axis = (/** @type {any} */ { label, scale, limits }) => ({ label, scale, limits });
  return {
    ...{ figure: name, title, kind, question, verdict, state, choice, drawn, truth, score, inside, late },
    place: pressed < 0 ? undefined : pressed,
    axes: axes && { x: axis(x), y: axis(y) },
  };
}

/** What stands revealed where a link led to the answer: nothing was guessed, until it is hidden again. */
export const SHOWN = "shown";

/**
 * Whether an address's hash names values of a figure, all of them as they are.
 * @param {string} hash
 * @param {string} name the figure's
 * @param {Record<string, any>} values
 */
export function ledTo(hash, name, values) {
  if (!hash.startsWith(`#${name}?`)) return false;
  return [...new URLSearchParams(hash.slice(name.length + 2))].every(([key, value]) => String(values[key]) === value);
}

/**
 * Of `explorer:state` of the forecast game, where it is a round: its answer has just been revealed, by the reader's hand.
 * @param {any} detail
 * @param {string} title the figure's
 * @param {string} round the words of the round that was chosen
 * @param {string} before the question that was revealed before, SHOWN, or "" where none stood open
 * @param {string} hash the address's
 * @returns {{revealed: string, answer?: Answer}}
 */
export function played({ name, values, fields, result }, title, round, before, hash) {
  const question = `${round}: ${fields.question}`;
  if (!values.reveal) return { revealed: "" };
  if (question === before) return { revealed: question };
  if (before === SHOWN || ledTo(hash, name, values)) return { revealed: SHOWN };
  const state = `${name}?${new URLSearchParams(values)}`;
  const { points, line_points: line, law_points: law, said, happened } = result;
  const answer = { kind: /** @type {const} */ ("round"), figure: name, title, question, state };
  return { revealed: question, answer: { ...answer, points, line, law, said, happened } };
}

/**
 * Of a press on a choice of a self-check: null where it closes the choice, or is on something else.
 * @param {Element} pressed
 * @returns {Answer | null}
 */
export function checked(pressed) {
  const choice = pressed.closest(".self-check > .choice > summary")?.parentElement;
  const box = choice?.closest(".self-check");
  if (!choice || !box || choice.hasAttribute("open")) return null;
  const sure = /** @type {HTMLSelectElement | null} */ (box.querySelector(".sure select"));
  return {
    kind: "check",
    figure: box.id,
    title: "Self-check",
    state: box.id,
    question: short(box.querySelector(".box-title")),
    verdict: choice.classList.contains("right") ? "right" : "wrong",
    choice: short(choice.querySelector("summary")),
    place: [...box.querySelectorAll(".choice")].indexOf(choice),
    sure: sure?.value && !sure.disabled ? Number(sure.value) : undefined,
  };
}

/**
 * Of `trainer:ended`; simulations/tape/buttons.js says what is told.
 * @param {any} detail
 * @param {Element} panel
 * @returns {Answer}
 */
export function trained({ state, models, metrics, seed }, panel) {
  return {
    kind: "training",
    figure: state.split("?")[0],
    title: panel.getAttribute("aria-label") ?? "",
    state,
    question: "",
    ...{ models, metrics, seed },
  };
}

/** Words without the formulas' second form, which screen readers are not given. @param {Element | null} element */
function short(element) {
  const copy = /** @type {Element | undefined} */ (element?.cloneNode(true));
  for (const hidden of copy?.querySelectorAll("annotation, .headerlink") ?? []) hidden.remove();
  return (copy?.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, 1000);
}
