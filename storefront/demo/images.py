"""Draws a product as a flat picture: its category's shape in its variants' colours on its brand's background."""

import colorsys
import hashlib
import re
from collections.abc import Callable, Mapping
from html import escape

from storefront.model import Product

COLOURS: Mapping[str, str] = {
    "apricot": "#f2b98a", "black": "#33363b", "blue": "#4f7fc2", "blush": "#eec3bf", "bottle green": "#2f5d4b",
    "brick red": "#a94e3f", "brown": "#7d5a43", "brushed steel": "#aab2b8", "burnt orange": "#c9682f",
    "camel": "#c19a6b", "celadon": "#a9cbb7", "charcoal": "#464a50", "clay": "#b97a5e", "cognac": "#9a5b34",
    "cream": "#f3e9d3", "dark green": "#2f5741", "dusty blue": "#8aa2b8", "forest": "#3b6049", "graphite": "#4b5056",
    "green": "#5f9a6f", "grey": "#9aa0a6", "gray": "#9aa0a6", "gum": "#b98a5a", "ink blue": "#2e3f5f",
    "jade green": "#5aa283", "khaki": "#a89d74", "lavender": "#b9aad6", "lemon": "#f1dd6b", "light blue": "#a6c9e6",
    "light grey": "#ccd0d4", "lilac": "#c8b3dc", "lime": "#b4d455", "matcha": "#a9b97b", "matte black": "#2e3033",
    "mint": "#a8dcc5", "mocha": "#8b6b57", "moss": "#7a8450", "natural": "#e2d3b5", "navy": "#2c3e63",
    "oat": "#e0d3bd", "oatmeal": "#ddd0bb", "olive": "#7c7f4b", "orange": "#ee8a3c", "peach": "#f6bfa0",
    "pine green": "#2f6654", "pink": "#eda6b9", "plum": "#7a4a6d", "purple": "#8a6bb3", "red": "#d0514a",
    "rust orange": "#bd6237", "sage": "#a5b79a", "sage green": "#a5b79a", "sand": "#dcc7a1", "silver": "#c3c9ce",
    "sky blue": "#8ec4ea", "slate grey": "#6c7680", "tan": "#cda779", "teal": "#3f8f92", "terracotta": "#c46f4f",
    "walnut": "#7b5a42", "warm grey": "#b3aaa1", "white": "#f8f8f5", "white ash": "#eadfce", "yellow": "#f0c945",
}  # fmt: skip
INK = "#3c4046"
SWATCHES = 5
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def product_image(product: Product) -> str:
    """An SVG of 400 by 400 with the product's name as its title; the same product always looks the same."""
    colours = _colours(product)
    draw = DRAWINGS.get(product.category, _parcel)
    dots = "".join(
        f'<circle cx="{200 + 34 * (place - (len(colours) - 1) / 2):g}" cy="366" r="11" fill="{colour}"'
        f' stroke="{INK}" stroke-opacity=".25"/>'
        for place, colour in enumerate(colours)
        if len(colours) > 1
    )
    title = escape(NOT_XML.sub("", product.name or product.name_zh))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" role="img">'
        f"<title>{title}</title>"
        f'<rect width="400" height="400" fill="{_background(product.brand or product.product_id)}"/>'
        '<circle cx="200" cy="186" r="140" fill="#fff" fill-opacity=".55"/>'
        '<ellipse cx="200" cy="312" rx="104" ry="12" fill="#000" fill-opacity=".08"/>'
        f"{draw(colours[0], _shade(colours[0]))}{dots}</svg>"
    )


def _colours(product: Product) -> list[str]:
    """The variants' colours, each once; one made from the id when no variant names a known one."""
    named = [colour for variant in product.variants if (colour := _colour(variant.options.get("color", "")))]
    return list(dict.fromkeys(named))[:SWATCHES] or [_hue(product.product_id, 0.42, 0.66)]


def _colour(words: str) -> str:
    """The colour of the longest known name in the words."""
    text = words.casefold()
    return max(
        ((name, colour) for name, colour in COLOURS.items() if re.search(rf"\b{name}\b", text)),
        key=lambda found: len(found[0]),
        default=("", ""),
    )[1]


def _background(brand: str) -> str:
    return _hue(brand, 0.34, 0.9)


def _hue(text: str, saturation: float, lightness: float) -> str:
    turn = hashlib.sha256(text.encode(errors="replace")).digest()[0] / 256
    return _hex(colorsys.hls_to_rgb(turn, lightness, saturation))


def _shade(colour: str) -> str:
    """The same colour, darker."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    return _hex(colorsys.hls_to_rgb(hue, lightness * 0.78, saturation))


def _hex(colour: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colour)


def _headphones(main: str, dark: str) -> str:
    return (
        f'<path d="M108 218v-22a92 92 0 0 1 184 0v22" fill="none" stroke="{INK}" stroke-width="16"'
        ' stroke-linecap="round"/>'
        f'<rect x="90" y="196" width="58" height="96" rx="26" fill="{main}"/>'
        f'<rect x="252" y="196" width="58" height="96" rx="26" fill="{main}"/>'
        f'<rect x="128" y="206" width="26" height="76" rx="13" fill="{dark}"/>'
        f'<rect x="246" y="206" width="26" height="76" rx="13" fill="{dark}"/>'
    )


def _kettle(main: str, dark: str) -> str:
    return (
        f'<path d="M252 170c56-12 58 74 8 84" fill="none" stroke="{INK}" stroke-width="15" stroke-linecap="round"/>'
        f'<path d="M146 196 104 160c-10-8-22 2-16 13l52 79z" fill="{dark}"/>'
        f'<path d="M140 160h120l18 124c2 12-8 22-20 22H142c-12 0-22-10-20-22z" fill="{main}"/>'
        f'<path d="M140 160c8-34 112-34 120 0z" fill="{dark}"/><circle cx="200" cy="126" r="11" fill="{INK}"/>'
        '<path d="M158 190l-9 78" stroke="#fff" stroke-opacity=".5" stroke-width="9" stroke-linecap="round"/>'
    )


def _tent(main: str, dark: str) -> str:
    return (
        f'<path d="M200 92 76 304h248z" fill="{main}"/><path d="M200 92 324 304h-72z" fill="{dark}"/>'
        f'<path d="M200 170 158 304h84z" fill="{INK}" fill-opacity=".75"/>'
        f'<path d="M200 92v-20M76 304l-22 8M324 304l22 8" stroke="{INK}" stroke-width="6" stroke-linecap="round"/>'
        '<circle cx="296" cy="104" r="22" fill="#f5d77c"/>'
    )


def _shoe(main: str, dark: str) -> str:
    return (
        f'<path d="M78 178c24 16 52 12 70-10l76 58c26 18 94 12 104 44v14H78z" fill="{main}"/>'
        f'<path d="M78 178c-8 30-6 70 0 92h60c-8-30-24-66-60-92z" fill="{dark}"/>'
        f'<rect x="70" y="276" width="262" height="26" rx="13" fill="#fff" stroke="{INK}" stroke-opacity=".25"/>'
        f'<path d="M170 192l-20 16M192 208l-20 16M214 224l-20 16" stroke="{INK}" stroke-width="7"'
        ' stroke-linecap="round"/>'
    )


def _shirt(main: str, dark: str) -> str:
    return (
        f'<path d="M150 104 82 142l24 62 32-12v108h124V192l32 12 24-62-68-38c-14 26-86 26-100 0z" fill="{main}"/>'
        f'<path d="M150 104c14 26 86 26 100 0l-14-6c-10 16-62 16-72 0z" fill="{dark}"/>'
        f'<path d="M138 192v-26M262 192v-26" stroke="{dark}" stroke-width="6" stroke-linecap="round"/>'
        f'<rect x="138" y="286" width="124" height="14" fill="{dark}"/>'
    )


def _bag(main: str, dark: str) -> str:
    return (
        f'<path d="M154 142c0-62 92-62 92 0" fill="none" stroke="{INK}" stroke-width="13"/>'
        f'<rect x="118" y="128" width="164" height="178" rx="38" fill="{main}"/>'
        f'<rect x="138" y="214" width="124" height="76" rx="18" fill="{dark}"/>'
        f'<path d="M138 178h124" stroke="{INK}" stroke-width="6" stroke-linecap="round" stroke-opacity=".6"/>'
        f'<path d="M188 226h24" stroke="#fff" stroke-width="7" stroke-linecap="round" stroke-opacity=".7"/>'
    )


def _bottle(main: str, dark: str) -> str:
    return (
        f'<rect x="172" y="88" width="40" height="34" rx="7" fill="{INK}"/>'
        f'<path d="M192 88V70h44" fill="none" stroke="{INK}" stroke-width="11" stroke-linecap="round"/>'
        f'<rect x="138" y="120" width="108" height="186" rx="26" fill="{main}"/>'
        f'<rect x="138" y="186" width="108" height="68" fill="#fff" fill-opacity=".75"/>'
        f'<path d="M192 200c14 16 18 22 18 30a18 18 0 0 1-36 0c0-8 4-14 18-30z" fill="{dark}"/>'
        f'<rect x="258" y="232" width="62" height="74" rx="16" fill="{dark}"/>'
        f'<rect x="254" y="222" width="70" height="22" rx="9" fill="{INK}"/>'
    )


def _lamp(main: str, dark: str) -> str:
    return (
        f'<path d="M152 300 132 198l82-72" fill="none" stroke="{INK}" stroke-width="11" stroke-linecap="round"'
        ' stroke-linejoin="round"/>'
        f'<circle cx="132" cy="198" r="12" fill="{dark}"/>'
        f'<path d="M196 92 272 140l-24 54-82-52z" fill="{main}"/><path d="M166 142l82 52-14 8-76-48z" fill="{dark}"/>'
        '<path d="M204 182 176 300h120l-44-110z" fill="#f8e7a4" fill-opacity=".55"/>'
        f'<rect x="104" y="292" width="96" height="16" rx="8" fill="{dark}"/>'
    )


def _parcel(main: str, dark: str) -> str:
    return (
        f'<path d="M200 96 312 150v120L200 324 88 270V150z" fill="{main}"/>'
        f'<path d="M200 204v120l112-54V150z" fill="{dark}"/>'
        '<path d="M144 123l112 54v44" fill="none" stroke="#fff" stroke-opacity=".7" stroke-width="16"/>'
    )


DRAWINGS: Mapping[str, Callable[[str, str], str]] = {
    "audio": _headphones,
    "kitchen": _kettle,
    "outdoor": _tent,
    "shoes": _shoe,
    "clothing": _shirt,
    "bags": _bag,
    "skincare": _bottle,
    "home": _lamp,
}
