"""How the page looks, in light and dark."""

from __future__ import annotations

CSS = """
:root { color-scheme: light dark; --back: #f6f7f9; --card: #fff; --text: #1b1f27; --soft: #5d6675; --line: #dfe3ea;
  --good: #12805c; --bad: #c2321f; --warn: #96650a; --link: #2456c7; --code: #f0f2f6; }
@media (prefers-color-scheme: dark) { :root { --back: #12151b; --card: #1b2029; --text: #e6e9ef; --soft: #98a2b3;
  --line: #2d3542; --good: #3ecf9a; --bad: #ff7a66; --warn: #e5b454; --link: #83aaff; --code: #141920; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 15px/1.55 system-ui, -apple-system,
  "Segoe UI",
  Roboto, sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 2.5rem 1.5rem 5rem; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .4rem; letter-spacing: -.02em; }
h2 { font-size: 1.15rem; margin: 2.6rem 0 .8rem; }
p { margin: 0 0 .6rem; }
.soft { color: var(--soft); }
.verdict { display: inline-block; padding: .15rem .7rem; border-radius: 99px; font-weight: 650; color: var(--card);
  margin-bottom: .9rem; }
.verdict.kept { background: var(--good); } .verdict.broken { background: var(--bad); }
.verdict.untested { background: var(--warn); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .8rem;
  margin: 1.6rem 0 0; }
.tile, details, .scroll { background: var(--card); border: 1px solid var(--line); border-radius: .7rem; }
.tile { padding: .8rem 1rem; } .tile b { display: block; font-size: 1.5rem; font-weight: 640;
  letter-spacing: -.02em; }
details { margin: 0 0 .7rem; }
summary { cursor: pointer; padding: .8rem 1rem; display: flex; gap: .7rem; flex-wrap: wrap;
  align-items: baseline; }
summary::marker { color: var(--soft); }
summary b { font-weight: 620; }
details > div { padding: 0 1rem 1rem; border-top: 1px solid var(--line); padding-top: .9rem; }
.tag { font-size: .78rem; border: 1px solid var(--line); border-radius: 99px; padding: 0 .55rem;
  color: var(--soft);
  white-space: nowrap; }
.tag.target { color: var(--bad); border-color: currentColor; } .tag.contract { color: var(--warn);
  border-color: currentColor; } .tag.mock { color: var(--link); border-color: currentColor; }
pre { background: var(--code); border-radius: .5rem; padding: .7rem .85rem; margin: .4rem 0 .9rem;
  overflow-x: auto;
  font: 12.5px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; white-space: pre-wrap;
  overflow-wrap: anywhere; max-height: 24rem; }
code { font: 12.5px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: .34rem .6rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 550; position: sticky; top: 0; background: var(--card); }
th:first-child, td:first-child { text-align: left; } tr:last-child td { border-bottom: 0; }
tr.group td { color: var(--soft); font-weight: 600; padding-top: .9rem; }
td.met { background: color-mix(in srgb, var(--good) var(--heat), transparent); }
td.wrong { background: color-mix(in srgb, var(--bad) 45%, transparent); font-weight: 600; }
td.unmet { color: var(--soft); }
td.failing a { color: var(--bad); font-weight: 600; }
meter { width: 4.5rem; vertical-align: middle; }
a { color: var(--link); }
"""
