// What the state table holds, as everystate/states.py writes it, and what the modules hand to one another.

import type { View } from "./view.js";

export type Value = number | string | boolean;
export type Values = Record<string, Value>;

export interface Control {
  name: string;
  label: string;
  kind: "slider" | "stepper" | "select" | "check";
  values: Value[];
  labels: string[];
  default: number;
  numeric: boolean;
  whole: boolean;
}

/** Which of its distinct rows or words a channel shows in each state; without an index it has one for all. */
interface Indexed {
  index?: number;
  wide?: 1 | 2;
}

export interface Channel extends Indexed {
  type: "steps" | "levels";
  mode?: 0 | 1 | 2;
  rows: number;
  length: number;
  at: number;
}

/** Words in most places; in a report, numbers or rows of them. */
export interface Words<Word = string> extends Indexed {
  words: Word[];
}

export type Row = Int16Array | Uint8Array;
export type Channels = Record<string, Row>;

export interface Axis {
  label: string;
  scale: "linear" | "log";
  limits: [number, number];
  points: [number, number];
  percent?: boolean;
}

export interface Axes {
  x: Axis;
  y: Axis;
  width: number;
  height: number;
}

export interface ImageStyle {
  box: [number, number, number, number];
  shape: [number, number];
  flip: boolean;
  levels: number;
  colors: string[];
  vmin: number;
  vmax: number;
}

export type Kind = "line" | "dots" | "band" | "rects" | "segments" | "image" | "text";

export interface Mark {
  kind: Kind;
  style: Partial<ImageStyle> & { along?: "y" };
  channels: Record<string, Channel>;
  label?: Words;
  text?: Words;
}

/** A panel in one frame: its axes as SVG, its legend as HTML, and what moves on it. */
export interface Model {
  svg: string;
  legend: string;
  axes: Axes;
  marks: Mark[];
}

export interface Header {
  version: number;
  name: string;
  title: string;
  steps: number;
  gap: number;
  states: number;
  /** Of a table in parts: how many values of each control a part has, and the first of each in this one. */
  part?: { sizes: number[]; start: number[] };
  controls: Control[];
  frameControls: number[];
  frames: { panels: Model[] }[];
  caption: { parts: string[]; names: (string | null)[]; fields: Words[] };
  report: Record<string, Words<unknown>>;
}

export interface Table {
  header: Header;
  blob: Uint8Array;
  rows: Map<Channel, Row>;
}

/** What of a table is looked at: a place among a frame's states. */
export interface Scene {
  table: Table;
  place: number;
}

/** The nearest point of a mark: where the guide stands, how far off that is, and the values there, all in steps. */
export interface Near {
  at: number;
  distance: number;
  values: number[];
  axis: "x" | "y";
  across: boolean;
}

/** One line of the numbers on the picture; the channels' names are keys of it. */
export interface Numbers extends Record<string, string | number> {
  panel: number;
  series: string;
  axes: string;
}

/** What only a notebook has: a state between two values is asked for, by a number that is typed. */
export interface Kernel {
  ask(view: View): void;
  numberBox(view: View, i: number, control: Control): HTMLInputElement;
}

/** Who shows the explorer: a page, or a notebook, whose kernel is told of each change. */
export interface Host {
  page?: boolean;
  kernel?: Kernel;
  /** The bytes of another part of the table. */
  part?(number: number): Promise<Uint8Array<ArrayBuffer>>;
  changed?(values: Values): void;
}

/** What a kernel says to a state between the table's: a table of that state alone, or why there is none. */
export interface Answer {
  state: Values;
  table: Table | null;
  problem?: string;
}

/** A formula that Python recorded, step by step: everystate/recorded.py says how. */
export interface Formula {
  inputs: string[];
  steps: (string | number | number[] | null)[][];
  outputs: Record<string, number>;
}

/** What everystate/judge.py says of a drawing. */
export interface Judgement {
  score: number;
  verdict: number;
  gap: number[];
  end: number[];
  inside: number;
  drawn_at: number;
  truth_at: number;
  reached: number;
}

/** The part of a line that is to be drawn, as everystate/hidden.py writes it. */
export interface Hidden {
  panel: number;
  /** Whether the first place is the last one known. */
  begins: boolean;
  band: boolean;
  at: number[];
  given: { truth: number[]; level: number } & Record<string, number | number[]>;
  formula: Formula;
  classes: string[];
  says: Record<string, string>;
}
