"""The pages have to work in Chromium 80: what is newer must not be used."""

import re
from pathlib import Path

import pytest

import biaochi.web

WEB = Path(biaochi.web.__file__).parent
CSS = sorted((WEB / "static").rglob("*.css"))
JS = sorted((WEB / "static").rglob("*.js"))
PAGES = sorted((WEB / "templates").rglob("*.html"))

NEWER_CSS = {
    "inset": r"(?<![\w-])inset\s*:",
    "aspect-ratio": r"(?<![(\w-])aspect-ratio\s*:",
    "logical shorthand": r"(?:margin|padding|inset)-(?:inline|block)\s*:",
    "selector lists": r":(?:is|where|has)\(",
    "focus-visible": r":focus-visible",
    "lists in :not": r":not\([^)]*,",
    "nesting": r"(?m)^\s*&",
    "layers": r"@layer|@container|@property|@scope|@starting-style",
    "range media": r"@media[^{]*[<>]",
    "new colours": r"color-mix\(|oklch\(|lab\(|lch\(|color\(|light-dark\(",
    "new lengths": r"\d(?:dvh|svh|lvh|dvw|svw|cqw|cqh|lh|rlh)\b",
    "new properties": r"(?<![\w-])(?:accent-color|content-visibility|scrollbar-gutter|text-wrap"
    r"|translate|rotate|scale|text-underline-offset|text-decoration-thickness)\s*:",
    "new keywords": r":\s*(?:revert|clip)\s*[;}]|subgrid|masonry",
}
NEWER_JS = {
    "optional chaining": r"\?\.(?!\d)",
    "nullish": r"\?\?",
    "logical assignment": r"(?:\|\||&&)=",
    "optional catch": r"catch\s*\{",
    "new methods": r"\.(?:replaceAll|at|flat|flatMap|matchAll|trimStart|trimEnd|hasOwn"
    r"|fromEntries|allSettled|any|findLast|toSorted|replaceChildren|showPicker)\(",
    "new names": r"\b(?:globalThis|structuredClone|BigInt|WeakRef|AggregateError)\b",
    "private members": r"(?:this|\{|;)\s*\.?#\w",
    "imports": r"\bimport\b|\bexport\b",
    "evaluation": r"\beval\(|new Function",
}


def flex_rules_with_gap(text):
    rules = re.findall(r"[^{}]*\{[^{}]*\}", text)
    return [
        r for r in rules if re.search(r"display:\s*(?:inline-)?flex", r)
        and re.search(r"(?<![\w-])(?:row-|column-)?gap\s*:", r)
    ]  # fmt: skip


@pytest.mark.parametrize("name", NEWER_CSS)
def test_styles_use_nothing_newer_than_chromium_80(name) -> None:
    found = [(p.name, m.group()) for p in CSS for m in re.finditer(NEWER_CSS[name], plain(p))]
    assert CSS
    assert found == []


@pytest.mark.parametrize("name", NEWER_JS)
def test_scripts_use_nothing_newer_than_es2018(name) -> None:
    found = [(p.name, m.group()) for p in JS for m in re.finditer(NEWER_JS[name], plain(p))]
    assert JS
    assert found == []


def test_flex_rows_are_spaced_by_margins() -> None:
    assert [r for p in CSS for r in flex_rules_with_gap(plain(p))] == []


def test_the_patterns_find_what_they_forbid() -> None:
    bad = {
        "inset": "a{inset:0}", "selector lists": "a:is(b)", "lists in :not": "a:not(b, c)",
        "range media": "@media (width >= 3px)", "new lengths": "height:100dvh",
    }  # fmt: skip
    assert all(re.search(NEWER_CSS[name], text) for name, text in bad.items())
    assert re.search(NEWER_JS["optional chaining"], "a?.b")
    assert not re.search(NEWER_JS["optional chaining"], "a?.5:1")
    assert flex_rules_with_gap("a{display:flex;gap:4px}")


def test_pages_hold_no_inline_style_or_script_and_nothing_from_outside() -> None:
    forbidden = {
        "style attribute": r"\sstyle\s*=", "handler": r"\son[a-z]+\s*=", "hx-on": r"hx-on",
        "style element": r"<style", "script": r"<script(?![^>]*\ssrc=)", "data": r"[\"'(]data:",
        "outside": r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", "safe filter": r"\|\s*safe\b",
    }  # fmt: skip
    found = [
        (p.name, name) for p in PAGES for name, pattern in forbidden.items()
        if re.search(pattern, p.read_text(encoding="utf-8"))
    ]  # fmt: skip
    assert found == []


def plain(path):
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"(?m)^\s*//.*$", "", text) if path.suffix == ".js" else text
