"""Scripts that say which words of a page are cut, or lead a reader sideways, as the page lies now; for any browser."""

# Each is an array of words. What scrolls in a box of its own (a wide table, code, an equation) may be wider than it;
# what only a screen reader meets is a pixel wide. A line that is off by a pixel is a rounding.
CUT = """(() => {
  const wide = document.documentElement.clientWidth;
  const style = (one) => getComputedStyle(one);
  const inBox = (one) => {
    for (let box = one.parentElement; box; box = box.parentElement) {
      if (box !== document.body && /auto|scroll/.test(style(box).overflowX)) return true;
    }
    return false;
  };
  const shut = (way) => /hidden|clip/.test(way);
  const over = (one, held) => (one.scrollWidth > one.clientWidth + 1 && (held || shut(style(one).overflowX)))
    || (one.scrollHeight > one.clientHeight + 1 && (held || shut(style(one).overflowY)));
  const told = (one, how) => `${how}: ${one.localName}.${one.className} ${one.textContent.trim().slice(0, 60)}`
    + ` (${one.scrollHeight - one.clientHeight} lower)`;
  const said = [];
  for (const one of document.querySelectorAll("body *:not(script, style, svg *, math, math *, option)")) {
    if (!one.textContent.trim() || !one.checkVisibility({ visibilityProperty: true })) continue;
    const { left, right, width } = one.getBoundingClientRect();
    if (width <= 1 || right <= 0) continue;
    const held = one.matches("button, summary, label, legend, .bar, .brand, .bar-button");
    if (one.clientWidth > 1 && over(one, held)) said.push(told(one, "cut"));
    if ((right > wide + 1 || left < -1) && !inBox(one)) said.push(told(one, "outside"));
  }
  return said;
})()"""

# WCAG 2.2, 1.4.12: what a reader may set, and nothing may be lost.
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
