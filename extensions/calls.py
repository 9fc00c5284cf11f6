"""What a chapter's cells call, read from their code: its figures, and what they ask before they show themselves."""

import ast


def calls(code: str, name: str) -> list[ast.Call]:
    """The calls of ``name`` in a cell, in its order; none where the cell is no Python."""
    try:
        nodes = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    except SyntaxError:  # a magic
        return []
    return sorted((node for node in nodes if getattr(node.func, "id", "") == name), key=lambda node: node.lineno)


def prediction(call: ast.expr) -> tuple[str, dict[str, str], str]:
    """Question, choices (words and feedback) and answer of a ``Predict(...)``; no choice where a line is drawn."""
    given = dict(zip(("question", "choices", "answer"), call.args, strict=False))
    given |= {one.arg: one.value for one in call.keywords}
    question = ast.literal_eval(given["question"])
    if "draw" in given:
        return question, {}, ""
    return question, ast.literal_eval(given["choices"]), ast.literal_eval(given["answer"])
