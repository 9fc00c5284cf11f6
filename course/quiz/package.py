"""The manifest of IMS Content Packaging, which says what files belong together."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree
from lxml.builder import ElementMaker

MANIFEST = "imsmanifest.xml"
PACKAGING = "http://www.imsglobal.org/xsd/imscp_v1p1"


@dataclass(frozen=True)
class Resource:
    """A file of a package: its identifier, its type, where it lies, and the resources that it needs."""

    name: str
    kind: str
    path: str
    needs: tuple[str, ...] = ()


def manifest(name: str, resources: Sequence[Resource], *, schema: str, version: str) -> bytes:
    """The manifest of a package without an order of its own."""
    E = ElementMaker(namespace=PACKAGING, nsmap={None: PACKAGING})
    listed = [
        E.resource(
            E.file(href=one.path),
            *(E.dependency(identifierref=other) for other in one.needs),
            identifier=one.name,
            type=one.kind,
            href=one.path,
        )
        for one in resources
    ]
    metadata = E.metadata(E.schema(schema), E.schemaversion(version))
    return written(E.manifest(metadata, E.organizations(), E.resources(*listed), identifier=name))


def written(element: etree._Element, *, indented: bool = True) -> bytes:
    """An element as an XML file; not ``indented`` where a space more would be seen."""
    return etree.tostring(element, encoding="UTF-8", xml_declaration=True, pretty_print=indented)
