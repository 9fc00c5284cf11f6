// GIFT from the standard input, read by gift-pegjs; its questions as JSON.
const { readFileSync } = require("node:fs");
const { parse } = require("gift-pegjs");

process.stdout.write(JSON.stringify(parse(readFileSync(0, "utf8"))));
