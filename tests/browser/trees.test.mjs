// What a screen reader has of the pages where work begins: their trees, kept as files, so that a change of them is read.

import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { test } from "node:test";
import { demonstration, PHONE, signInAs, visit } from "./harness.mjs";

const { open } = demonstration();

const kept = new URL("./trees/", import.meta.url).pathname;

/**
 * Returns the tree of a page's content, with what differs from day to day taken out: numbers, names of months and days, and all but
 * the first of what stands in a row in the same form. What it is called, what leads where and in which order it comes stay.
 */
async function treeOf(page) {
  const tree = await page.getByRole("main").ariaSnapshot();
  const plain = tree
    .replace(/\b(January|February|March|April|May|June|July|August|September|October|November|December)\b/g, "MONTH")
    .replace(/\b(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b/g, "DAY")
    .replace(/\b(today|tomorrow|yesterday)\b/g, "N days")
    .replace(/\d[\d,]*/g, "N")
    .replace(/\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/g, "MONTH")
    .replace(/\bN (day|week|answer|deadline|statement)s?\b/g, "N $1s")
    .replace(/ (is|are) (awaited|unanswered)/g, " are $2")
    // What is drawn stands in the numbers behind it, too.
    .replace(/^( *- '?img ".*"'?):.*$/gm, "$1")
    .replace(/N( N)+/g, "N");
  return shortened(nodes(plain.split("\n"))).join("\n") + "\n";
}

/** Reads lines, each deeper than what it is in, as nodes. */
function nodes(lines) {
  const root = { line: "", inside: [] };
  const above = [{ depth: -1, node: root }];
  for (const line of lines) {
    const depth = line.search(/\S/);
    while (above.at(-1).depth >= depth) above.pop();
    const node = { line, inside: [] };
    above.at(-1).node.inside.push(node);
    above.push({ depth, node });
  }
  return root.inside;
}

/** Returns the lines, with one item or row for all that follow each other, and once what follows itself. */
function shortened(all) {
  const lines = [];
  let [last, before] = ["", ""];
  for (const { line, inside } of all) {
    const kind = line.trim().match(/^- (listitem|row)\b/)?.[1] ?? "";
    // Whether a number of a table leads anywhere depends on the day.
    const these = /^ *- cell\b/.test(line) ? [line.replace(/:$/, "")] : [line, ...shortened(inside)];
    const same = these.join("\n") === before;
    before = these.join("\n");
    if (!same && !(kind && kind === last)) lines.push(...these);
    last = kind;
  }
  return lines;
}

// Of pages of numbers: what they are divided into and what it is called. What stands in each part depends on the day, and so does
// whether a meeting is near.
const OUTLINE = /^ *- '?(navigation|region|heading|group|columnheader|img)\b(?!.*Around a meeting)/;
const outline = (tree) => tree.split("\n").filter((line) => OUTLINE.test(line)).join("\n") + "\n";
const whole = (tree) => tree;

for (const [name, path, who, shown] of [
  ["desk", "/desk", /coordinator/i, whole],
  ["statistics", "/statistics", null, outline],
  ["deadlines", "/deadlines", null, outline],
]) {
  test(`the tree of ${name} is the one that was read`, async () => {
    const page = await open({ size: PHONE });
    if (who) await signInAs(page, who);
    await visit(page, path);
    await page.evaluate(() => document.querySelectorAll("details").forEach((closed) => { closed.open = true; }));
    const tree = shown(await treeOf(page));
    const file = `${kept}${name}.yml`;
    if (process.env.LIAISON_TREES) {
      await mkdir(kept, { recursive: true });
      await writeFile(file, tree);
    }
    assert.equal(tree, await readFile(file, "utf8"), `read what changed, and keep it with LIAISON_TREES=1: ${file}`);
  });
}
