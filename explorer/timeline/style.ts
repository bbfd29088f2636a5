/** Follows the reader's light or dark setting; colours of lanes keep their contrast in both. */
export const STYLE = `
:root { color-scheme: light dark; font: 14px/1.45 system-ui, sans-serif;
  --back: #f8fafc; --card: #fff; --ink: #1e293b; --faint: #64748b; --rule: #e2e8f0; --focus: #dbeafe;
  --seen: #ecfdf5; --seen-ink: #065f46; --bad: #b91c1c; --bad-ink: #fff; --fault: #c2410c; --wait: #d97706;
  --c0: #2563eb; --c1: #0f766e; --c2: #9333ea; --c3: #be185d; --c4: #4d7c0f; --c5: #0369a1; --c6: #a16207; --c7: #475569; }
@media (prefers-color-scheme: dark) { :root {
  --back: #0f172a; --card: #1e293b; --ink: #e2e8f0; --faint: #94a3b8; --rule: #334155; --focus: #1e3a5f;
  --seen: #052e2b; --seen-ink: #6ee7b7; --bad: #dc2626; --bad-ink: #fff; --fault: #fb923c; --wait: #fbbf24;
  --c0: #60a5fa; --c1: #2dd4bf; --c2: #c084fc; --c3: #f472b6; --c4: #a3e635; --c5: #38bdf8; --c6: #facc15; --c7: #cbd5e1; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.25rem 1.5rem 4rem; max-width: 1500px; background: var(--back); color: var(--ink); }
h1 { font-size: 1.35rem; margin: 0 0 .25rem; } header p { margin: .15rem 0; }
.verdict { display: inline-block; margin: .6rem 0 .2rem; padding: .4rem .8rem; border-radius: .4rem; background: #047857; color: #fff; }
.verdict.broken { background: var(--bad); color: var(--bad-ink); }
code { font: 12.5px/1.5 ui-monospace, monospace; } header code { word-break: break-all; color: var(--faint); }
ul.actors { margin: .3rem 0; padding-left: 1.2rem; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; margin: .8rem 0; color: var(--faint); font-size: 12.5px; }
.legend span { display: inline-flex; align-items: center; gap: .3rem; }
main { display: grid; grid-template-columns: minmax(0, 1fr) 340px; gap: 1rem; align-items: start; }
.run { background: var(--card); border: 1px solid var(--rule); border-radius: .5rem; }
.names { position: sticky; top: 0; z-index: 2; height: 168px; background: var(--card); border-bottom: 1px solid var(--rule); border-radius: .5rem .5rem 0 0; }
.names span { position: absolute; bottom: 6px; writing-mode: vertical-rl; transform: translateX(-50%) rotate(180deg); max-height: 156px; overflow: hidden; white-space: nowrap; font-weight: 600; font-size: 12.5px; }
.names p { position: absolute; bottom: 6px; margin: 0; color: var(--faint); font-size: 12.5px; }
.rows { position: relative; } .rows svg { position: absolute; left: 0; top: 0; pointer-events: none; }
ol { list-style: none; margin: 0; padding: 0; }
li { display: flex; align-items: center; gap: .55rem; padding-right: .6rem; white-space: nowrap; overflow: hidden; }
li > * { overflow: hidden; text-overflow: ellipsis; }
li[tabindex] { cursor: pointer; } li[tabindex]:hover { background: color-mix(in srgb, var(--focus) 55%, transparent); }
li:focus { outline: 2px solid var(--c0); outline-offset: -2px; background: var(--focus); }
li .n { flex: 0 0 2.2em; text-align: right; color: var(--faint); font-size: 11.5px; font-variant-numeric: tabular-nums; }
li .who { flex: 0 0 auto; font-weight: 600; } li .what { flex: 0 0 auto; } li .soql { flex: 0 1 auto; color: var(--faint); font: 11.5px ui-monospace, monospace; }
li.same .who { opacity: .45; font-weight: 400; }
li.fault .what { color: var(--fault); font-weight: 600; } li.blocked .what { color: var(--wait); }
li.seen .text { background: var(--seen); color: var(--seen-ink); border-radius: .3rem; padding: 0 .5rem; margin-left: 2.75em; }
li.time, li.gap { color: var(--faint); font-style: italic; } li.time.fault { color: var(--fault); font-weight: 600; }
li.time .text, li.gap .text { margin-left: 2.75em; }
li.broken .text { background: var(--bad); color: var(--bad-ink); border-radius: .3rem; padding: .3rem .7rem; font-weight: 600; margin-left: 2.75em; white-space: normal; }
.more { display: none; }
aside { position: sticky; top: 1rem; background: var(--card); border: 1px solid var(--rule); border-radius: .5rem; padding: .8rem 1rem; max-height: calc(100vh - 2rem); overflow: auto; }
aside h2 { font-size: 1rem; margin: 0; } aside p { margin: .15rem 0 .5rem; } .hint { color: var(--faint); font-size: 12.5px; }
dt { color: var(--faint); font-size: 12px; margin-top: .45rem; } dd { margin: 0; overflow-wrap: anywhere; }
dd { font: 12.5px/1.45 ui-monospace, monospace; } kbd { border: 1px solid var(--rule); border-radius: .25rem; padding: 0 .3rem; font-size: 12px; }
${[0, 1, 2, 3, 4, 5, 6, 7].map((n) => `.c${n} { --lane: var(--c${n}); }`).join(' ')}
.who, .names span { color: var(--lane); }
.mark, .legend svg { fill: var(--lane); stroke: var(--lane); stroke-width: 2; } .hollow { fill: var(--card); } .fault path, path.fault { fill: var(--fault); stroke: var(--card); stroke-width: 1; }
.life { fill: var(--lane); opacity: .35; } .hold { fill: var(--lane); opacity: .42; } .wait { fill: url(#hatch); stroke: var(--wait); } .hatch { fill: var(--wait); opacity: .55; }
.queued { stroke: var(--lane); stroke-width: 1.5; stroke-dasharray: 2 4; opacity: .7; }
.spawn { stroke: var(--faint); stroke-width: 1.3; } .spawn-head { fill: var(--faint); }
.waits-for { stroke: var(--wait); stroke-width: 1.6; stroke-dasharray: 5 3; } .waits-for-head { fill: var(--wait); }
.across { stroke: var(--rule); stroke-dasharray: 3 3; } .across.broken { stroke: var(--bad); stroke-dasharray: none; stroke-width: 4; }
@media (max-width: 1000px) { main { grid-template-columns: minmax(0, 1fr); } aside { position: fixed; inset: auto 0 0 0; top: auto; max-height: 40vh; border-radius: .5rem .5rem 0 0; } body { padding-bottom: 42vh; } }
`;
