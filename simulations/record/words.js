// What is said of the record, on every page.

/** @import { Trouble } from "./store.js" */

/** @type {Record<Exclude<Trouble, "">, string>} */
export const TROUBLE = {
  denied: "Not kept: this browser lets the page store nothing. Save it as a file before you leave the page.",
  full: "Not kept: this browser's storage is full. Save it as a file before you leave the page.",
  bound: "Not kept: your record is full. Save it as a file; when the record is deleted, there is room again.",
};
