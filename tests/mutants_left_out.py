"""What of a source is not broken, for ``mutant_places.py``: large numbers, annotations, what only looks different
(``LOOKS``), caches, the freezing of a dataclass and the strictness of a zip (``KEPT``), and what runs a module as a
command.
"""

import ast
import re

LOOKS = {"linewidth", "alpha", "margin", "s", "markersize", "fontsize", "zorder", "pad", "labelpad", "frameon"}
# Without a cache the same comes later; a dataclass that is not frozen, and a zip of equal lengths, hold the same.
KEPT = re.compile(r"@(functools\.)?(cache|lru_cache)\b|(frozen|strict)\s*=")
LARGE = 1000  # numbers from here on are not changed by one, which nobody would notice


def left_out(node) -> bool:
    """Whether a node is a large number or a cache, or stands in what is not broken."""
    if node.type == "decorator" and KEPT.match(node.get_code(include_prefix=False)):
        return True
    if node.type == "number" and abs(ast.literal_eval(node.value)) >= LARGE:
        return True
    while node.parent:
        above, first = node.parent, node.parent.children[0]
        if above.type == "annassign" and node is above.children[1]:
            return True
        if above.type in ("tfpdef", "param", "funcdef") and getattr(node.get_previous_sibling(), "value", "") in (
            ":",
            "->",
        ):
            if node.type != "suite":
                return True
        if above.type in ("decorator", "argument") and KEPT.match(above.get_code(include_prefix=False)):
            return True
        if above.type == "argument" and getattr(first, "value", "") in LOOKS:
            return True
        if above.type == "if_stmt" and "__main__" in above.children[1].get_code():
            return True
        node = above
    return False
