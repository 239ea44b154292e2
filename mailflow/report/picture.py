"""Charts as PNG, for mail: programs that show mail draw no SVG. The drawing is the page's own, in its light colours."""

from __future__ import annotations

import re
from importlib.util import find_spec

# the page's style names colours by variables, which resvg does not know
_STYLE = """svg{font-family:"DejaVu Sans"}text{font-size:12px;fill:#566072}.m{text-anchor:middle}.e{text-anchor:end}
.v{fill:#17202e;font-weight:600}.s1{fill:#2457c5}.s2{fill:#b3641a}.fill1{fill:#2457c5;fill-opacity:.11}.line1{fill:none;
stroke:#2457c5;stroke-width:2}.grid{stroke:#e9ecf1}.mark{stroke:#17202e;stroke-width:2}.range{stroke:#2457c5;
stroke-width:3;stroke-opacity:.55}"""
_FONTS = ["/usr/share/fonts", "/usr/local/share/fonts"]


def is_possible() -> bool:
    """Whether the extra `charts` is installed."""
    return find_spec("resvg_py") is not None


def png(svg: str) -> bytes:
    """At twice its size, for screens with small pixels. Without a font on the machine its words are missing."""
    import resvg_py  # 3 MB, 20 ms

    whole = re.sub(r"^<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', svg.replace(" @A11Y@", ""))
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=whole, style_sheet=_STYLE, background="#ffffff", zoom=2, font_family="DejaVu Sans",
            sans_serif_family="DejaVu Sans", font_dirs=_FONTS,
        )
    )  # fmt: skip
