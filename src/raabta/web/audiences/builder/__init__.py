"""The rule on the page: fields named by their place in the tree, read back into the same tree."""

from raabta.web.audiences.builder.acting import act, paste
from raabta.web.audiences.builder.drawing import Drawn, draw
from raabta.web.audiences.builder.reading import Tree, at, read

__all__ = ["Drawn", "Tree", "act", "at", "draw", "paste", "read"]
