"""The explorer as HTML: the default state's picture and caption, complete without any script, and its controls."""

from __future__ import annotations

import base64
import hashlib
import html
import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from everystate import svg
from everystate.controls import Control
from everystate.drag import Drag
from everystate.hidden import Hidden
from everystate.predict import Predict
from everystate.record import Mark, Recorder
from everystate.settings import settings
from everystate.template import Template

WIDE = 36  # letters of an option: a longer one is given the whole width, so that it is seen whole
_DATA = '<script type="application/octet-stream"'
_CSV = '<button type="button" data-do="csv">CSV</button>'
_PLAY = '<svg viewBox="0 0 16 16" aria-hidden="true"><path d="M4 2.5v11l9-5.5z"/></svg>'


def described(control: Control) -> dict[str, Any]:
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


def explorer(
    *,
    name: str,
    title: str,
    caption: str,
    controls: Sequence[Control],
    panels: Sequence[tuple[Template, Recorder]],
    predict: Predict | None,
    hidden: Hidden | None,
    drags: Sequence[Drag] = (),
) -> str:
    """The whole explorer; ``panels`` are its templates, each with the recording that it shows.

    ``hidden`` is what ``predict`` wants drawn, if it does; ``drags`` are the marks that move controls.
    """
    e, words = html.escape, settings.words
    figures = "".join(_panel(name, title, panels[p], hidden, p) for p in range(len(panels)))
    cover = f' data-cover="{predict.cover}"' if predict else ""
    held = {drag.control: drag for drag in drags}
    rows = "".join(_control(name, control, held.get(control.name)) for control in controls)
    # A diagram, in which nothing has the label of a series, has no numbers to read or to take away.
    numbered = any(mark.label and mark.kind != "text" for _, recorder in panels for mark in recorder.marks)
    return (
        f'<section class="explorer" id="{e(name)}" aria-labelledby="{e(name)}-title"{cover} data-words="{_script()}">'
        f'<p class="explorer-title" id="{e(name)}-title">{e(title)}</p>'
        f"{_predict(predict, hidden)}"
        f'<div class="explorer-stage"><div class="explorer-panels">{figures}</div>'
        f'<p class="explorer-caption" id="{e(name)}-caption">{e(caption)}</p></div>'
        f'<div class="explorer-controls">{rows}</div>'
        '<div class="explorer-tools">'
        f'<button type="button" data-do="reset">{e(words.reset)}</button>'
        f'<button type="button" data-do="link">{e(words.copy_link)}</button>'
        f"{_numbers(title) if numbered else ''}"
        f'<span class="explorer-save"><span>{e(words.save)}</span>'
        f"{_CSV if numbered else ''}"
        '<button type="button" data-do="svg">SVG</button>'
        '<button type="button" data-do="png">PNG</button></span></div>'
        '<p class="explorer-status" role="status"></p><p class="explorer-message" role="alert" hidden></p></section>'
    )


def _numbers(title: str) -> str:
    words, e = settings.words, html.escape
    return (
        f'<details class="explorer-numbers"><summary>{e(words.numbers)}</summary>'
        '<div class="explorer-table" tabindex="0" role="group"'
        f' aria-label="{e(words.numbers_of.format(title=title))}"></div></details>'
    )


def _script() -> str:
    """The words that the page's script says, as an attribute."""
    return html.escape(json.dumps(settings.words.scripted(), ensure_ascii=False, separators=(",", ":")))


def page(markup: str, table: bytes, others: Mapping[int, bytes] | None = None) -> str:
    """The explorer for a page without a kernel: its markup, with the state table and its other parts inside it."""
    scripts = [_carried(table, 'class="explorer-data"')]
    scripts += [_carried(one, f'data-part="{part}" class="explorer-part"') for part, one in (others or {}).items()]
    return markup.removesuffix("</section>") + "".join(scripts) + "</section>"


def _carried(table: bytes, what: str) -> str:
    key = hashlib.sha256(table).hexdigest()[:10]
    return f'{_DATA} data-key="{key}" {what}>{base64.b64encode(table).decode()}</script>'


def legend(base: Template, recorder: Recorder) -> str:
    """The items of a panel's legend: a key and a label for every mark that has one."""
    return "".join(
        f'<li data-mark="{i}">{base.looks[i].key()}<span class="explorer-label">{html.escape(mark.label)}</span>'
        '<span class="explorer-value"></span></li>'
        for i, mark in listed(recorder)
    )


def listed(recorder: Recorder) -> list[tuple[int, Mark]]:
    """The marks that a legend lists, each with its place among all marks."""
    return [(i, mark) for i, mark in enumerate(recorder.marks) if mark.label and mark.listed]


def _panel(name: str, title: str, panel: tuple[Template, Recorder], hidden: Hidden | None, place: int) -> str:
    base, recorder = panel
    root = base.filled(recorder)
    if hidden:
        hidden.cover(root, place)
    about = settings.words.axes.format(y=base.axes["y"]["label"], x=base.axes["x"]["label"])
    described = {"role": "img", "aria-label": f"{title}: {about}", "aria-describedby": f"{name}-caption"}
    svg.put_first(root, **described)
    items = legend(base, recorder)
    if hidden and hidden.panel == place:
        items += _yours(hidden)
    return f'<div class="explorer-panel">{svg.written(root)}<ul class="explorer-legend">{items}</ul></div>'


def _yours(hidden: Hidden) -> str:
    """The legend's item for what the reader draws: its room is there before anything is drawn."""
    shape = "M1,2H21V10H1Z" if hidden.draw.band else "M1,6H21"
    key = f'<svg viewBox="0 0 22 12" aria-hidden="true"><path d="{shape}"/></svg>'
    return f'<li class="explorer-yours">{key}<span>{html.escape(settings.words.yours)}</span></li>'


def _control(explorer_name: str, control: Control, drag: Drag | None) -> str:
    e, words = html.escape, settings.words
    key = f"{e(explorer_name)}-{e(control.name)}"
    start = control.labels[control.default]
    common = f'id="{key}" data-control="{e(control.name)}" disabled'
    if drag:
        common += f' data-drag="{e(drag.mark)}" data-panel="{drag.panel}"'
    label = f'<label for="{key}">{e(control.label)}</label>'
    if control.kind == "select":
        options = "".join(
            f'<option value="{i}"{" selected" if i == control.default else ""}>{e(word)}</option>'
            for i, word in enumerate(control.labels)
        )
        wide = " explorer-wide" if max(map(len, control.labels)) > WIDE else ""
        return f'<div class="explorer-control{wide}">{label}<select {common}>{options}</select></div>'
    if control.kind == "check":
        checked = " checked" if control.default else ""
        return f'<div class="explorer-control explorer-check"><input type="checkbox" {common}{checked}>{label}</div>'
    last = len(control.values) - 1
    if control.kind == "stepper":
        less, more = (e(one.format(label=control.label)) for one in (words.one_less, words.one_more))
        return (
            f'<div class="explorer-control explorer-stepper">{label}<span>'
            f'<button type="button" data-step="-1" aria-label="{less}" disabled>−</button>'
            f"<output {common.replace(' disabled', '')}>{e(start)}</output>"
            f'<button type="button" data-step="1" aria-label="{more}" disabled>+</button>'
            "</span></div>"
        )
    return (
        f'<div class="explorer-control explorer-slider">{label}<output for="{key}">{e(start)}</output>'
        f'<input type="range" min="0" max="{last}" step="1" value="{control.default}"'
        f' aria-valuetext="{e(start)}" {common}>'
        '<button type="button" class="explorer-play" aria-pressed="false"'
        f' aria-label="{e(words.play.format(label=control.label))}" disabled>'
        f"{_PLAY}</button></div>"
    )


def _predict(predict: Predict | None, hidden: Hidden | None) -> str:
    if predict is None:
        return ""
    e, words = html.escape, settings.words
    first = words.predict_first.format(question=predict.question)
    skip = f'<button type="button" class="explorer-skip">{e(words.skip)}</button>'
    if hidden is None:
        return (
            f'<fieldset class="explorer-predict"><legend>{e(first)}</legend>{_choices(predict)}{skip}'
            f"{_answer('', [f'{words.not_quite} {said}' for said in predict.choices.values()])}</fieldset>"
        )
    facts = json.dumps(hidden.facts(), ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    how = (words.draw_band if hidden.draw.band else words.draw_line).format(mark=hidden.mark)
    buttons = "".join(
        f'<button type="button" data-draw="{what}" aria-disabled="true">{e(word)}</button>'
        for what, word in (("reveal", words.reveal), ("undo", words.undo), ("clear", words.clear))
    )
    ask = f'<div class="explorer-ask"><p>{e(how)}</p>{buttons}{skip}</div>'
    sentence = max(hidden.draw.says.values(), key=len)
    room = [f"{words.elsewhere} {words.score} {sentence} {words.places} {words.widest} {words.passes}"]
    return (
        f'<fieldset class="explorer-predict explorer-drawn"><legend>{e(first)}</legend>'
        f"{_answer(ask, room)}"
        f'<p class="explorer-unscripted">{e(words.draw_needs_script)}</p>'
        f'<script type="application/json" class="explorer-hidden">{facts}</script></fieldset>'
    )


def _choices(predict: Predict) -> str:
    e = html.escape
    return "".join(
        f'<button type="button" data-right="{str(choice == predict.answer).lower()}" data-feedback="{e(feedback)}">'
        f"{e(choice)}</button>"
        for choice, feedback in predict.choices.items()
    )


def _answer(ask: str, said: Sequence[str]) -> str:
    """Where the answer is answered, in the place of ``ask``. The longest of what may be ``said`` keeps the room for it,
    so that nothing moves then."""
    room = html.escape(max(said, key=len))
    return f'<div class="explorer-answer" data-room="{room}">{ask}<p class="explorer-feedback" role="status"></p></div>'
