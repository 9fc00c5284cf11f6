"""Tables: each in a box of its own that scrolls, so that a wide one never widens the page."""

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform


def setup(app):
    """Registers the transform."""
    app.add_post_transform(BoxTables)


class BoxTables(SphinxPostTransform):
    """Wraps every table in a container of class ``table-box``."""

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs):
        for table in list(self.document.findall(nodes.table)):
            box = nodes.container(classes=["table-box"])
            table.replace_self(box)
            box += table
