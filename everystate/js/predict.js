// A question before the figure: it stays covered until the reader has answered, or does not want to.

/** @import { Words } from "./words.js" */

/**
 * The verdict on a choice, and the words that go with it.
 * @param {{right?: string, feedback?: string}} choice the data of its button
 * @param {{right: string, not_quite: string}} words
 */
export const judged = ({ right, feedback }, words) =>
  right === "true"
    ? { verdict: "right", said: `${words.right} ${feedback}` }
    : { verdict: "wrong", said: `${words.not_quite} ${feedback}` };

/**
 * @param {Element} root
 * @param {Words} words
 */
export function listenToPrediction(root, words) {
  const predict = /** @type {HTMLElement | null} */ (root.querySelector(".explorer-predict"));
  if (!predict) return;
  root.classList.add("covered");
  const feedback = /** @type {HTMLElement} */ (predict.querySelector(".explorer-feedback"));
  predict.addEventListener("click", (event) => {
    const choice = /** @type {HTMLElement} */ (event.target).closest("button");
    if (!choice) return;
    root.classList.remove("covered");
    for (const button of predict.querySelectorAll("button")) button.removeAttribute("aria-pressed");
    if (choice.classList.contains("explorer-skip")) {
      feedback.textContent = "";
      predict.classList.add("skipped");
      return;
    }
    choice.setAttribute("aria-pressed", "true");
    const { verdict, said } = judged(choice.dataset, words);
    predict.dataset.verdict = verdict;
    feedback.textContent = said;
  });
}
