"""Parse XML of untrusted files: nothing outside of the document is read."""

from __future__ import annotations

from typing import Any

from lxml import etree

from curate.errors import Unreadable


def parse_xml(data: bytes, name: str) -> Any:
    """Return the root of an XML document; raise Unreadable, with `name`, if it is not well-formed.

    Entities that the document declares itself are expanded, within libxml2's
    limits; external ones are not loaded.
    """
    parser = etree.XMLParser(resolve_entities="internal", no_network=True, load_dtd=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(f"{name} is no well-formed XML: {describe_parse_error(error)}") from None
    return root


def describe_parse_error(error: Exception) -> str:
    """Return the kind and the line of an error of lxml, whose own message quotes the document.

    >>> describe_parse_error(ValueError("<private>"))
    'it cannot be parsed'
    """
    entry = next((one for one in getattr(error, "error_log", ()) if one.type == getattr(error, "code", None)), None)
    if entry is None:
        return "it cannot be parsed"
    return f"{entry.type_name.removeprefix('ERR_').replace('_', ' ').lower()}, line {entry.line}"


def local_name(element: Any) -> str:
    """Return the name of an element without its namespace; empty for a comment or a processing instruction."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
