"""The explorer as HTML: the default state's picture and caption, complete without any script, and its controls."""

import base64
import html
import io
import re

import numpy as np
from matplotlib.image import imsave

from everystate import template
from everystate.controls import Control
from everystate.record import Mark, Recorder

_LISTED = {"line", "dots", "band", "rects", "segments", "image"}
_PLAY = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.5z"/></svg>'


def described(control: Control) -> dict:
    """A control as the page's script reads it."""
    return {
        "name": control.name,
        "label": control.label,
        "kind": control.kind,
        "values": [value.item() if isinstance(value, np.generic) else value for value in control.values],
        "labels": control.labels,
        "default": control.default,
        "numeric": control.numeric,
        "whole": control.whole,
    }


def style(look: dict) -> dict:
    """The part of a mark's look that the page's script needs to move it and to list it."""
    kept = ("along", "box", "shape", "flip", "levels", "colors", "vmin", "vmax")
    return {name: look[name] for name in kept if look.get(name) is not None}


def explorer(*, name, title, caption, controls, panels, predict) -> str:
    """The whole explorer; ``panels`` are (svg, legend, axes) as ``filled`` returns them."""
    e = html.escape
    figures = "".join(_panel(name, title, svg, legend, axes) for svg, legend, axes in panels)
    rows = "".join(_control(name, control) for control in controls)
    return (
        f'<section class="explorer" id="{e(name)}" aria-labelledby="{e(name)}-title">'
        f'<p class="explorer-title" id="{e(name)}-title">{e(title)}</p>'
        f"{_predict(name, predict)}"
        f'<div class="explorer-stage"><div class="explorer-panels">{figures}</div>'
        f'<p class="explorer-caption" id="{e(name)}-caption">{e(caption)}</p></div>'
        f'<div class="explorer-controls">{rows}</div>'
        '<div class="explorer-tools">'
        '<button type="button" data-do="reset">Reset</button>'
        '<button type="button" data-do="link">Copy link to this state</button>'
        '<details class="explorer-numbers"><summary>Numbers</summary><div class="explorer-table" tabindex="0"'
        f' role="group" aria-label="numbers of {e(title)}"></div></details>'
        '<span class="explorer-save"><span>Save</span>'
        '<button type="button" data-do="csv">CSV</button><button type="button" data-do="svg">SVG</button>'
        '<button type="button" data-do="png">PNG</button></span></div>'
        '<p class="explorer-status" role="status"></p><p class="explorer-message" role="alert" hidden></p></section>'
    )


def page(markup: str, table: bytes) -> str:
    """The explorer for a page without a kernel: its markup, with the state table inside it."""
    packed = base64.b64encode(table).decode()
    script = f'<script type="application/octet-stream" class="explorer-data">{packed}</script>'
    return markup.removesuffix("</section>") + script + "</section>"


def filled(base: template.Template, recorder: Recorder) -> tuple[str, str, dict]:
    """A panel in one state: its SVG with every mark drawn, its legend's items, its axes."""
    svg = base.svg
    for i, mark in enumerate(recorder.marks):
        look, kind = base.styles[i], template.primitive(mark.kind)
        steps = {k: v[0] for k, v in base.steps(i, {k: v[None] for k, v in mark.channels.items()}).items()}
        svg = _fill(svg, i, kind, steps, mark.text, look)
    return svg, legend(base, recorder), base.axes


def legend(base: template.Template, recorder: Recorder) -> str:
    """The items of a panel's legend: a swatch and a label for every mark that has one."""
    return "".join(
        _legend_item({"mark": i, "label": mark.label, "kind": template.primitive(mark.kind), **base.styles[i]})
        for i, mark in listed(recorder)
    )


def listed(recorder: Recorder) -> list[tuple[int, Mark]]:
    """The marks that a legend lists, each with its place among all marks."""
    return [
        (i, mark)
        for i, mark in enumerate(recorder.marks)
        if mark.label and mark.listed and template.primitive(mark.kind) in _LISTED
    ]


def _fill(svg: str, i: int, kind: str, steps: dict, text: str, look: dict) -> str:
    start = f'data-mark="{i}"'
    if kind == "text":
        text = "" if template.GAP_STEP in (steps["x"][0], steps["y"][0]) else text
        x, y = (_point(steps[axis][0]) for axis in "xy")
        svg = re.sub(rf"(<text {start}[^>]*?) ?/>", r"\1></text>", svg)
        return svg.replace(f"<text {start}", f'<text x="{x}" y="{y}" {start}').replace(
            f"{_tail(svg, start)}></text>", f"{_tail(svg, start)}>{html.escape(text)}</text>"
        )
    if kind == "image":
        return svg.replace(f"<image {start}", f'<image href="{_picture(steps["z"], look)}" {start}')
    return svg.replace(f"<path {start}", f'<path d="{path(kind, steps)}" {start}')


def _picture(levels: np.ndarray, look: dict) -> str:
    """An image's levels as a PNG in a data address, first line on top."""
    lines = levels.reshape(look["shape"])
    colours = np.array([[int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in look["colors"]], np.uint8)
    file = io.BytesIO()
    imsave(file, colours[lines if look["flip"] else lines[::-1]], format="png", metadata={"Software": None})
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def _tail(svg: str, start: str) -> str:
    return re.search(rf"{start}[^>]*?(?=>)", svg)[0]


def path(kind: str, steps: dict[str, np.ndarray]) -> str:
    """The ``d`` of a mark's path, from whole steps. Masked points break lines and bands; dots and bars lose them."""
    gap = template.GAP_STEP
    if kind in ("line", "dots"):
        points = list(zip(steps["x"], steps["y"], strict=True))
        if kind == "dots":
            return "".join(f"M{_point(x)},{_point(y)}h0" for x, y in points if gap not in (x, y))
        runs = _runs(points, lambda p: gap not in p)
        return "".join("M" + "L".join(f"{_point(x)},{_point(y)}" for x, y in run) for run in runs)
    if kind == "band":
        points = list(zip(steps["x"], steps["low"], steps["high"], strict=True))
        pieces = []
        for run in _runs(points, lambda p: gap not in p):
            around = [(x, low) for x, low, _ in run] + [(x, high) for x, _, high in reversed(run)]
            pieces.append("M" + "L".join(f"{_point(x)},{_point(y)}" for x, y in around) + "Z")
        return "".join(pieces)
    ends = [e for e in zip(*(steps[k] for k in ("x0", "y0", "x1", "y1")), strict=True) if gap not in e]
    if kind == "segments":
        return "".join(f"M{_point(a)},{_point(b)}L{_point(c)},{_point(d)}" for a, b, c, d in ends)
    return "".join(f"M{_point(a)},{_point(b)}V{_point(d)}H{_point(c)}V{_point(b)}Z" for a, b, c, d in ends)


def _runs(points: list, present) -> list[list]:
    runs, run = [], []
    for point in points:
        if present(point):
            run.append(point)
        elif run:
            runs.append(run)
            run = []
    return [*runs, run] if run else runs


def _point(steps) -> str:
    return f"{int(steps) / template.STEPS_PER_POINT:g}"


def _panel(name: str, title: str, svg: str, items: str, axes: dict) -> str:
    label = html.escape(f"{title}: {axes['y']['label']} against {axes['x']['label']}")
    svg = svg.replace(
        "<svg ", f'<svg role="img" aria-label="{label}" aria-describedby="{html.escape(name)}-caption" ', 1
    )
    return f'<div class="explorer-panel">{svg}<ul class="explorer-legend">{items}</ul></div>'


def _legend_item(item: dict) -> str:
    return (
        f'<li data-mark="{item["mark"]}">{_swatch(item)}'
        f'<span class="explorer-label">{html.escape(item["label"])}</span>'
        '<span class="explorer-value"></span></li>'
    )


def _swatch(item: dict) -> str:
    if item["kind"] == "image":
        stops = ",".join(item["colors"][:: max(1, len(item["colors"]) // 8)] + item["colors"][-1:])
        ramp = f'<span class="explorer-ramp" style="background:linear-gradient(90deg,{stops})"></span>'
        return f"{item['vmin']:g}{ramp}{item['vmax']:g}"
    colour = template.themed(f":{item['color']}")[1:]
    opacity = f' opacity="{item["alpha"]:g}"' if item.get("alpha") is not None else ""
    if item["kind"] in ("line", "segments"):
        dash = f";stroke-dasharray:{item['dash']}" if item.get("dash") else ""
        shape = f'<path d="M1,6H21"{opacity} style="fill:none;stroke:{colour};stroke-width:2.5{dash}"/>'
    elif item["kind"] == "dots":
        cap = "square" if item.get("square") else "round"
        shape = f'<path d="M11,6h0"{opacity} style="fill:none;stroke:{colour};stroke-width:8;stroke-linecap:{cap}"/>'
    else:
        shape = f'<path d="M1,1H21V11H1Z"{opacity} style="fill:{colour}"/>'
    return f'<svg viewBox="0 0 22 12" aria-hidden="true">{shape}</svg>'


def _control(explorer_name: str, control: Control) -> str:
    e = html.escape
    key = f"{e(explorer_name)}-{e(control.name)}"
    start = control.labels[control.default]
    common = f'id="{key}" data-control="{e(control.name)}" disabled'
    label = f'<label for="{key}">{e(control.label)}</label>'
    if control.kind == "select":
        options = "".join(
            f'<option value="{i}"{" selected" if i == control.default else ""}>{e(word)}</option>'
            for i, word in enumerate(control.labels)
        )
        return f'<div class="explorer-control">{label}<select {common}>{options}</select></div>'
    if control.kind == "check":
        checked = " checked" if control.default else ""
        return f'<div class="explorer-control explorer-check"><input type="checkbox" {common}{checked}>{label}</div>'
    last = len(control.values) - 1
    if control.kind == "stepper":
        return (
            f'<div class="explorer-control explorer-stepper">{label}<span>'
            f'<button type="button" data-step="-1" aria-label="{e(control.label)}: one less" disabled>−</button>'
            f"<output {common.replace(' disabled', '')}>{e(start)}</output>"
            f'<button type="button" data-step="1" aria-label="{e(control.label)}: one more" disabled>+</button>'
            "</span></div>"
        )
    return (
        f'<div class="explorer-control explorer-slider">{label}<output for="{key}">{e(start)}</output>'
        f'<input type="range" min="0" max="{last}" step="1" value="{control.default}"'
        f' aria-valuetext="{e(start)}" {common}>'
        '<button type="button" class="explorer-play" aria-pressed="false"'
        f' aria-label="Play {e(control.label)}" disabled>'
        f"{_PLAY}</button></div>"
    )


def _predict(name: str, predict) -> str:
    if predict is None:
        return ""
    e = html.escape
    choices = "".join(
        f'<button type="button" data-right="{str(choice == predict.answer).lower()}" data-feedback="{e(feedback)}">'
        f"{e(choice)}</button>"
        for choice, feedback in predict.choices.items()
    )
    return (
        f'<fieldset class="explorer-predict"><legend>Predict first. {e(predict.question)}</legend>{choices}'
        '<button type="button" class="explorer-skip">Just show me</button>'
        '<p class="explorer-feedback" role="status"></p></fieldset>'
    )
