/** The panel's looks. A constructed sheet, because a strict Content-Security-Policy forbids inline styles but not this. */

const LIGHT = `
  --surface: #ffffff; --ground: #f6f6f3; --ink: #1d2420; --soft: #5d6761; --line: #e4e6e1; --bubble: #ffffff;
  --agent: #fdf3e4; --agent-ink: #6b4708; --mine: var(--concierge-accent, #2f6b4f); --mine-ink: var(--concierge-accent-ink, #fff);
  --tint: color-mix(in srgb, var(--concierge-accent, #2f6b4f) 9%, #fff);
  --accent-text: color-mix(in srgb, var(--concierge-accent, #2f6b4f) 82%, #000);
  --warn: #a3341f; --shade: 0 1px 2px rgb(20 30 24 / .05), 0 24px 60px -12px rgb(20 30 24 / .28);`;

const DARK = `
  --surface: #1b1f1d; --ground: #141816; --ink: #eceeea; --soft: #a2aca6; --line: #2e3531; --bubble: #242a27;
  --agent: #382d1b; --agent-ink: #f0cf98; --mine: color-mix(in srgb, var(--concierge-accent, #2f6b4f) 88%, #fff);
  --tint: color-mix(in srgb, var(--concierge-accent, #2f6b4f) 26%, #1b1f1d);
  --accent-text: color-mix(in srgb, var(--concierge-accent, #2f6b4f) 48%, #fff);
  --warn: #ff9b87; --shade: 0 1px 2px rgb(0 0 0 / .4), 0 24px 60px -12px rgb(0 0 0 / .7);`;

const SHEET = `
:host { ${LIGHT} }
@media (prefers-color-scheme: dark) { :host(:not([data-theme="light"])) { ${DARK} } }
:host([data-theme="dark"]) { ${DARK} }

*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.aside { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.icon { width: 1.25em; height: 1.25em; flex: none; display: block; }
button, textarea { font: inherit; color: inherit; letter-spacing: inherit; }
button { -webkit-tap-highlight-color: transparent; }
:focus-visible { outline: 2px solid var(--concierge-focus, var(--accent-text)); outline-offset: 2px; }

.panel { position: fixed; right: max(20px, env(safe-area-inset-right)); bottom: calc(max(20px, env(safe-area-inset-bottom)) + 74px);
  width: 396px; height: min(660px, calc(100dvh - 118px)); display: flex; flex-direction: column; overflow: hidden;
  color: var(--ink); background: var(--surface); border-radius: 20px; box-shadow: var(--shade), inset 0 0 0 1px var(--line);
  transform-origin: 100% 100%; animation: rise .22s cubic-bezier(.2, .8, .3, 1); text-align: start; }
:host([data-position="left"]) .panel { right: auto; left: max(20px, env(safe-area-inset-left)); transform-origin: 0 100%; }
@keyframes rise { from { opacity: 0; transform: translateY(12px) scale(.98); } }

header { flex: none; display: flex; align-items: center; gap: 12px; padding: 14px 12px 14px 18px; border-bottom: 1px solid var(--line); }
.emblem { position: relative; width: 40px; height: 40px; border-radius: 50%; display: grid; place-items: center; font-size: 17px;
  color: var(--accent-text); background: var(--tint); }
.lamp { position: absolute; right: 0; bottom: 0; width: 11px; height: 11px; border-radius: 50%; background: #37a169; border: 2px solid var(--surface); }
.panel[data-connection="down"] .lamp { background: #d9822b; }
.panel[data-state="pending"] .lamp { background: #d9a62b; }
.panel[data-state="closed"] .lamp { background: #8d9691; }
.names { flex: 1; min-width: 0; }
.name { margin: 0; font-size: 16px; line-height: 1.35; font-weight: 650; letter-spacing: .005em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.status { margin: 0; font-size: 12.5px; line-height: 1.45; color: var(--soft); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.close { width: 40px; height: 40px; border: 0; border-radius: 12px; padding: 0; display: grid; place-items: center; cursor: pointer;
  background: transparent; color: var(--soft); font-size: 17px; }
.close:hover { background: var(--ground); color: var(--ink); }

.transcript { position: relative; flex: 1; min-height: 0; background: var(--ground); }
.log { height: 100%; overflow-y: auto; overscroll-behavior: contain; padding: 14px 14px 6px; scrollbar-width: thin; scrollbar-color: var(--line) transparent; }
.log:focus-visible { outline-offset: -3px; border-radius: 6px; }
.day { display: flex; justify-content: center; margin: 6px 0 14px; }
.list > .day:not(:first-child) { margin-top: 22px; }
.day span { font-size: 11.5px; color: var(--soft); padding: 2px 10px; border-radius: 10px; background: color-mix(in srgb, var(--line) 55%, transparent); }

.row { display: flex; gap: 8px; margin-top: 14px; align-items: flex-start; }
.row.joined { margin-top: 4px; }
.list > .day + .row, .list > .row:first-child { margin-top: 0; }
.row.customer { justify-content: flex-end; }
.avatar { flex: none; width: 28px; height: 28px; border-radius: 50%; display: grid; place-items: center; font-size: 12.5px; margin-top: 4px;
  color: var(--accent-text); background: var(--tint); }
.row.agent .avatar { color: var(--agent-ink); background: var(--agent); }
.row.joined .avatar { visibility: hidden; height: 1px; }
.body { min-width: 0; max-width: min(84%, 520px); display: flex; flex-direction: column; align-items: flex-start; }
.row.customer .body { align-items: flex-end; }
.row:not(.customer):has(.products) .body { flex: 1; }
.bubble { position: relative; max-width: 100%; padding: 9px 13px; border-radius: 6px 18px 18px 18px; background: var(--bubble);
  box-shadow: inset 0 0 0 1px var(--line); overflow-wrap: anywhere; }
.row.joined .bubble { border-top-left-radius: 18px; }
.row.customer .bubble { background: var(--mine); color: var(--mine-ink); border-radius: 18px 6px 18px 18px; box-shadow: none; }
.row.customer.joined .bubble { border-top-right-radius: 18px; }
.row.agent .bubble { background: var(--agent); box-shadow: none; }
.text { display: block; white-space: pre-wrap; font-size: 15px; line-height: 1.5; }
.text:lang(zh) { line-height: 1.6; }
.speaker { display: block; font-size: 12px; font-weight: 600; color: var(--agent-ink); margin-bottom: 1px; }
.row.joined .speaker { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.at { font-size: 11px; line-height: 1; color: var(--soft); margin: 6px 4px 0; font-variant-numeric: tabular-nums; }
.row.continues .at { display: none; }
.row.system { flex-direction: column; align-items: center; gap: 0; }
.said { margin: 0; padding: 2px 22px; text-align: center; text-wrap: pretty; font-size: 12.5px; line-height: 1.5; color: var(--soft); overflow-wrap: anywhere; }
.row.system .choices { justify-content: center; }
.fresh { animation: appear .24s ease-out; }
@keyframes appear { from { opacity: 0; transform: translateY(6px); } }

.unsent .bubble { opacity: .72; }
.unsent.failed .bubble { opacity: 1; background: transparent; color: var(--ink); box-shadow: inset 0 0 0 1px var(--warn); }
.delivery { display: flex; align-items: center; gap: 8px; min-height: 18px; margin: 4px 4px 0; font-size: 11.5px; line-height: 1.3; color: var(--soft); }
.failed .delivery { color: var(--warn); }
.retry { display: inline-flex; align-items: center; gap: 4px; border: 0; padding: 4px 6px; border-radius: 8px; background: none; font-weight: 600; cursor: pointer; }
.retry:hover { background: var(--tint); }

.choices, .starters { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 9px; }
.choice { display: inline-flex; align-items: center; gap: 6px; min-height: 36px; padding: 6px 14px; border-radius: 18px; cursor: pointer; text-align: start;
  border: 1px solid color-mix(in srgb, var(--accent-text) 45%, transparent); background: var(--surface); color: var(--accent-text);
  font-size: 14px; line-height: 1.35; font-weight: 500; transition: background .14s ease; overflow-wrap: anywhere; }
.choice:hover:not(:disabled) { background: var(--tint); }
.choice:disabled { cursor: default; border-color: var(--line); color: var(--soft); background: transparent; font-weight: 450; }
.choice[aria-pressed="true"] { border-color: transparent; background: var(--tint); color: var(--accent-text); }

.products { list-style: none; align-self: stretch; margin: 8px 0 0; padding: 0; border-radius: 16px; overflow: hidden; background: var(--bubble);
  box-shadow: inset 0 0 0 1px var(--line); }
.products li + li { border-top: 1px solid var(--line); }
.product { width: 100%; display: flex; gap: 12px; padding: 10px; border: 0; margin: 0; background: none; text-align: start; align-items: flex-start; }
button.product { cursor: pointer; }
button.product:hover { background: color-mix(in srgb, var(--tint) 60%, transparent); }
button.product:focus-visible { outline-offset: -3px; border-radius: 14px; }
.picture { position: relative; flex: none; width: 68px; height: 68px; border-radius: 11px; overflow: hidden; display: grid; place-items: center;
  color: var(--soft); background: var(--ground); font-size: 20px; }
.picture img { position: absolute; inset: 0; width: 100%; height: 100%; object-fit: cover; }
.facts { min-width: 0; flex: 1; display: grid; gap: 1px; }
.title { font-size: 14px; line-height: 1.4; font-weight: 600; display: -webkit-box; -webkit-line-clamp: 2; -webkit-box-orient: vertical; overflow: hidden; }
.price { font-size: 14px; line-height: 1.5; font-variant-numeric: tabular-nums; color: var(--accent-text); font-weight: 600; }
.reason { font-size: 12.5px; line-height: 1.45; color: var(--soft); overflow-wrap: anywhere; }

.sources { max-width: 100%; margin-top: 6px; font-size: 12.5px; line-height: 1.45; color: var(--soft); }
.sources summary { display: flex; align-items: center; gap: 6px; min-width: 0; padding: 4px 8px; margin-left: -2px; border-radius: 8px; cursor: pointer; list-style: none; }
.sources summary::-webkit-details-marker { display: none; }
.sources summary:hover { background: color-mix(in srgb, var(--line) 55%, transparent); }
.sources .quoted { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.sources .more { flex: none; }
.sources[open] .quoted { white-space: normal; }
.sources[open] .more { display: none; }
.sources ul { list-style: none; margin: 4px 0 0 8px; padding: 2px 0 2px 12px; border-left: 2px solid var(--line); display: grid; gap: 6px; }
.sources li { display: flex; flex-wrap: wrap; gap: 0 8px; }
.entry { opacity: .8; font-size: 11.5px; font-variant-numeric: tabular-nums; }

.dots { display: flex; gap: 5px; padding: 15px 15px; }
.dots i, .loading i { width: 6px; height: 6px; border-radius: 50%; background: var(--soft); animation: hop 1.3s ease-in-out infinite; }
.dots i:nth-child(2), .loading i:nth-child(2) { animation-delay: .16s; }
.dots i:nth-child(3), .loading i:nth-child(3) { animation-delay: .32s; }
@keyframes hop { 0%, 60%, 100% { opacity: .35; transform: none; } 30% { opacity: 1; transform: translateY(-3px); } }
.loading { display: flex; gap: 6px; justify-content: center; padding: 96px 0; }
.tail { min-height: 8px; }

.welcome { padding: 30px 10px 10px; }
.mark { width: 52px; height: 52px; border-radius: 18px; display: grid; place-items: center; font-size: 22px; color: var(--accent-text); background: var(--tint); }
.welcome h3 { margin: 18px 0 6px; font-size: 21px; line-height: 1.3; font-weight: 650; letter-spacing: -.005em; }
.welcome p { margin: 0 0 22px; text-wrap: pretty; color: var(--soft); font-size: 15px; line-height: 1.55; }
.starters { flex-direction: column; align-items: flex-start; }
.starters .choice { min-height: 40px; }

.jump { position: absolute; left: 50%; bottom: 10px; transform: translateX(-50%); display: inline-flex; align-items: center; gap: 6px; border: 0; cursor: pointer;
  padding: 6px 14px 6px 10px; border-radius: 16px; font-size: 12.5px; color: var(--ink); background: var(--surface); box-shadow: 0 2px 12px rgb(0 0 0 / .16), inset 0 0 0 1px var(--line); white-space: nowrap; }
.notice { flex: none; padding: 8px 18px; font-size: 12.5px; line-height: 1.45; color: var(--agent-ink); background: var(--agent); }
.ended { flex: none; padding: 16px 18px max(18px, env(safe-area-inset-bottom)); text-align: center; border-top: 1px solid var(--line); }
.ended p { margin: 0 0 10px; font-size: 13.5px; color: var(--soft); }

.composer { flex: none; padding: 10px 12px max(12px, env(safe-area-inset-bottom)); border-top: 1px solid var(--line); background: var(--surface); margin: 0; }
.field { display: flex; align-items: flex-end; gap: 6px; padding: 4px 4px 4px 14px; border-radius: 22px; background: var(--ground); box-shadow: inset 0 0 0 1px var(--line); }
.field:focus-within { box-shadow: inset 0 0 0 1.5px var(--accent-text); }
textarea { flex: 1; min-width: 0; resize: none; border: 0; outline: 0; padding: 7px 0; margin: 0; background: none; font-size: 15px; line-height: 1.5; max-height: 132px;
  overflow-y: auto; scrollbar-width: thin; }
textarea:focus-visible { outline: none; }
textarea::placeholder { color: var(--soft); opacity: 1; }
.send { flex: none; width: 36px; height: 36px; border: 0; border-radius: 50%; padding: 0; display: grid; place-items: center; cursor: pointer; font-size: 16px;
  background: var(--mine); color: var(--mine-ink); transition: opacity .14s ease, transform .14s ease; }
.send:disabled { cursor: default; background: color-mix(in srgb, var(--soft) 22%, transparent); color: var(--soft); }
.send:not(:disabled):active { transform: scale(.94); }
.count { font-size: 12px; color: var(--soft); padding: 0 14px 6px; text-align: end; }

@media (max-width: 480px) {
  .panel, :host([data-position="left"]) .panel { inset: 0 0 auto 0; width: auto; height: var(--visible-height, 100dvh); border-radius: 0; box-shadow: none; }
  header { padding-top: max(12px, env(safe-area-inset-top)); }
  textarea { font-size: 16px; }
  .choice { min-height: 40px; }
}
@media (max-height: 560px) and (min-width: 481px) { .panel { bottom: 12px; right: 92px; height: calc(100dvh - 24px); } }
@media (prefers-reduced-motion: reduce) { *, *::before { animation: none !important; transition: none !important; } }
@media (forced-colors: active) { .bubble, .choice, .field { border: 1px solid CanvasText; } }
`;

/** The sheet, made once the panel is. */
export function panelSheet() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(SHEET);
  return sheet;
}
