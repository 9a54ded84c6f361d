var E=`.ci { font: 400 14px/1.45 Roboto, Arial, sans-serif; color: var(--ci-ink); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.ci * { box-sizing: border-box; }
.ci h1 { font-size: 25px; line-height: 1.2; font-weight: 700; margin: 0; letter-spacing: -.01em; }
.ci h2 { font-size: 16px; line-height: 1.3; font-weight: 700; margin: 0; }
.ci h3 { font-size: 14px; line-height: 1.35; font-weight: 700; margin: 0; }
.ci p { margin: 0; }
.ci a { color: var(--ci-link); text-decoration-thickness: 1px; text-underline-offset: 2px; }
.ci a:hover { text-decoration-thickness: 2px; }
.ci :focus-visible { outline: 3px solid var(--ci-focus); outline-offset: 2px; border-radius: 3px; }
.ci .soft { color: var(--ci-soft); }
.ci .small { font-size: 12.5px; }
.ci .nowrap { white-space: nowrap; }
.ci .row { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; }
.ci .row.apart { justify-content: space-between; }
.ci .row.top { align-items: flex-start; }
.ci .stack { display: grid; gap: 10px; }
.ci .hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.ci nav ul { list-style: none; margin: 0; padding: 12px; display: grid; gap: 4px; }
.ci nav a { display: flex; gap: 12px; align-items: center; padding: 10px 12px; border-radius: 8px; color: var(--ci-ink); text-decoration: none; font-size: 15px; }
.ci nav a:hover { background: var(--ci-hover); }
.ci nav a[aria-current] { background: var(--ci-chosen); color: var(--ci-link); font-weight: 700; }
.ci .icon { width: 22px; height: 22px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.ci .foot { padding: 4px 24px 20px; color: var(--ci-soft); font-size: 12.5px; display: grid; gap: 8px; }

.ci .bar { display: flex; gap: 8px; align-items: center; justify-content: flex-end; width: 100%; color: var(--ci-bar-ink); }
.ci .bar .brand { font-size: 19px; letter-spacing: -.01em; margin-right: 12px; }
.ci .bar .clock { margin-right: auto; font-size: 13.5px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.ci .bar button { font: inherit; color: inherit; background: transparent; border: 1px solid var(--ci-bar-line); border-radius: 6px; padding: 5px 10px; cursor: pointer; white-space: nowrap; }
.ci .bar button:hover { background: var(--ci-bar-hover); }
.ci .bar button[aria-pressed=true] { background: var(--ci-bar-ink); color: var(--ci-bar); font-weight: 700; }
.ci .bar .pair { display: flex; }
.ci .bar .pair button:first-child { border-radius: 6px 0 0 6px; }
.ci .bar .pair button:last-child { border-radius: 0 6px 6px 0; border-left: 0; }
.ci .bar .icon { width: 18px; height: 18px; display: block; }

.ci header.row { flex-wrap: wrap; }
.ci header.row > div:first-child { flex: 1 1 280px; }
.ci .filters { display: flex; flex-wrap: wrap; gap: 10px; }
@media (max-width: 600px) { .ci .filters { width: 100%; } .ci .filters label.field { flex: 1 1 140px; } .ci .filters select { width: 100%; min-width: 0; } }
.ci label.field { display: grid; gap: 3px; font-size: 12.5px; color: var(--ci-soft); }
.ci select, .ci input[type=text], .ci input[type=datetime-local], .ci textarea { font: inherit; font-size: 14px; color: var(--ci-ink); background: var(--ci-surface); border: 1px solid var(--ci-edge-strong); border-radius: 6px; padding: 7px 10px; max-width: 100%; }
.ci select { min-width: 150px; max-width: 260px; }
.ci textarea { width: 100%; min-height: 72px; resize: vertical; }
.ci .button { font: inherit; font-weight: 700; color: var(--ci-ink); background: var(--ci-surface); border: 1px solid var(--ci-edge-strong); border-radius: 6px; padding: 7px 14px; cursor: pointer; }
.ci .button:hover { background: var(--ci-hover); }
.ci .button.main { background: var(--ci-primary); border-color: var(--ci-primary); color: var(--ci-on-primary); }
.ci .button.main:hover { filter: brightness(1.1); }

.ci .banner { display: flex; gap: 10px; align-items: center; padding: 9px 14px; border-radius: 8px; border: 1px solid var(--ci-line); background: var(--ci-surface); }
.ci .banner.exercise { background: var(--ci-exercise); color: var(--ci-on-exercise); border-color: transparent; font-weight: 700; letter-spacing: .02em; }
.ci .banner.down { background: var(--ci-critique-soft); border-color: var(--ci-critique); }
.ci .watermark { position: fixed; inset: 0; z-index: 1000; pointer-events: none; overflow: hidden; opacity: var(--ci-watermark); background: var(--ci-watermark-image) center / 460px 300px; }

.ci .card { background: var(--ci-surface); border: 1px solid var(--ci-line); border-radius: 10px; padding: 16px 18px; }
.ci .swatch.diamond { width: 11px; height: 11px; border-radius: 1px; border-color: transparent; transform: rotate(45deg); }
.ci .empty { padding: 22px 16px; text-align: center; color: var(--ci-soft); border: 1px dashed var(--ci-edge-strong); border-radius: 8px; }
.ci .empty b { color: var(--ci-ink); display: block; margin-bottom: 2px; }
.ci .comparing > .stack { margin-top: 20px; }
.ci .multiples { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 10px 14px; }
.ci .multiples figure { margin: 0; }
.ci .multiples figcaption { font-size: 12.5px; font-weight: 700; margin-bottom: 2px; }
.ci .multiples svg { width: 100%; height: auto; display: block; background: var(--ci-ground); border-radius: 6px; }
.ci .multiples polygon { fill: var(--ci-upper); }
.ci .multiples polyline { fill: none; stroke: var(--ci-volume); stroke-width: 1.6; }
.ci .multiples circle { fill: var(--ci-volume); }
.ci ol.way { margin: 8px 0 4px; padding-left: 22px; display: grid; gap: 6px; }
.ci .slider { display: grid; grid-template-columns: auto 1fr auto; gap: 4px 12px; align-items: center; padding-bottom: 6px; }
.ci .slider input { width: 100%; accent-color: var(--ci-primary); }
.ci .slider b { min-width: 15em; }
@media (max-width: 600px) { .ci .slider { grid-template-columns: 1fr; } }
.ci .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 12px; }
.ci .figure { background: var(--ci-surface); border: 1px solid var(--ci-line); border-radius: 10px; padding: 12px 16px; }
.ci .figure b { display: block; font-size: 26px; line-height: 1.2; font-weight: 700; letter-spacing: -.01em; }
.ci .figure span { color: var(--ci-soft); font-size: 13px; display: block; }

.ci .chip { display: inline-flex; gap: 6px; align-items: center; border-radius: 999px; padding: 2px 10px; font-size: 12.5px; font-weight: 700; border: 1px solid currentColor; white-space: nowrap; }
.ci .chip.critique { color: var(--ci-on-critique); background: var(--ci-critique); border-color: var(--ci-critique); }
.ci .chip.forte { color: var(--ci-forte); background: var(--ci-forte-soft); }
.ci .chip.moderee { color: var(--ci-moderee); background: var(--ci-moderee-soft); }
.ci .chip.faible, .ci .chip.plain { color: var(--ci-soft); background: var(--ci-hover); border-color: var(--ci-line); }
.ci .chip.good { color: var(--ci-good); background: var(--ci-good-soft); }
.ci .chip.bad { color: var(--ci-critique-ink); background: var(--ci-critique-soft); }

.ci ol.alerts { list-style: none; margin: 0; padding: 0; display: grid; gap: 10px; }
.ci ol.alerts > li { border: 1px solid var(--ci-line); border-left: 5px solid var(--ci-faible); border-radius: 8px; padding: 11px 14px; display: grid; gap: 5px; }
.ci ol.alerts > li.critique { border-left-color: var(--ci-critique); }
.ci ol.alerts > li.forte { border-left-color: var(--ci-forte); }
.ci ol.alerts > li.moderee { border-left-color: var(--ci-moderee); }
.ci ol.alerts > li.dismissed { background: var(--ci-hover); }
.ci ol.alerts > li.dismissed h3 a { color: var(--ci-soft); }
.ci ol.alerts h3 a { color: var(--ci-ink); text-decoration: none; font-size: 15.5px; }
.ci ol.alerts h3 a:hover { text-decoration: underline; }

.ci ol.inbox { gap: 8px; max-height: max(420px, calc(100vh - 330px)); overflow-y: auto; padding: 3px; scroll-padding: 3px; }
.ci ol.inbox > li { grid-template-columns: auto 1fr; gap: 4px 10px; padding: 9px 12px 9px 8px; }
.ci ol.inbox > li > div { display: grid; gap: 3px; min-width: 0; }
.ci ol.inbox > li[aria-current] { background: var(--ci-chosen); border-color: var(--ci-primary); }
.ci ol.inbox > li.picked { box-shadow: inset 0 0 0 2px var(--ci-primary); }
.ci .pick { display: flex; align-items: flex-start; padding: 4px; cursor: pointer; }
.ci input[type=checkbox] { width: 18px; height: 18px; margin: 0; accent-color: var(--ci-primary); }
.ci .tick { display: flex; gap: 8px; align-items: center; padding-top: 10px; font-size: 13.5px; }
.ci nav.boxes ul { display: flex; flex-wrap: wrap; gap: 6px; padding: 14px 0 0; }
.ci nav.boxes a { gap: 8px; border: 1px solid var(--ci-line); background: var(--ci-surface); padding: 7px 14px; }
.ci nav.boxes a[aria-current] { background: var(--ci-chosen); border-color: var(--ci-primary); }
.ci label.search { flex: 1 1 220px; }
.ci .keys dl { margin: 8px 0 0; display: grid; gap: 6px 18px; grid-template-columns: repeat(auto-fill, minmax(210px, 1fr)); }
.ci .keys dl > div { display: flex; gap: 10px; }
.ci .keys dt { min-width: 62px; }
.ci .keys dd { margin: 0; }
.ci .keys[open] { flex: 1 0 100%; }
.ci kbd { font: 700 12.5px ui-monospace, "DejaVu Sans Mono", monospace; border: 1px solid var(--ci-edge-strong); border-bottom-width: 2px; border-radius: 5px; padding: 1px 7px; background: var(--ci-ground); }
.ci .bulk { display: flex; flex-wrap: wrap; gap: 8px 10px; align-items: center; padding: 8px 12px; border-radius: 8px; background: var(--ci-chosen); }
.ci [hidden] { display: none; }
.ci .notice { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; justify-content: space-between; padding: 10px 14px; border-radius: 8px; border: 1px solid var(--ci-line); border-left: 5px solid var(--ci-edge-strong); background: var(--ci-surface); }
.ci .notice.good { border-left-color: var(--ci-good); }
.ci .notice.bad { border-left-color: var(--ci-critique); background: var(--ci-critique-soft); }
.ci .notice ul { margin: 0; padding-left: 20px; }
.ci .notice form.wide { flex: 1 1 100%; gap: 10px; }
.ci .closing { display: grid; align-items: start; grid-template-columns: minmax(190px, 260px) 1fr; gap: 10px 14px; }
.ci .closing select { width: 100%; max-width: none; }
.ci .closing textarea { width: 100%; max-width: none; min-height: 40px; height: 40px; }
@media (max-width: 600px) { .ci .closing { grid-template-columns: 1fr; } }
.ci .decide .pair { display: inline-flex; max-width: 100%; }
.ci .decide .pair > :first-child { border-radius: 6px 0 0 6px; white-space: nowrap; }
.ci .decide .pair > :last-child, .ci .decide .pair > input { border-radius: 0 6px 6px 0; border-left: 0; min-width: 0; }
.ci .decide .pair select { min-width: 0; }
.ci .decide textarea { min-height: 52px; }
@media (min-width: 1200px) { .ci .drawer { max-height: max(520px, calc(100vh - 320px)); overflow-y: auto; padding: 3px; } }
.ci .tools { padding-bottom: 8px; }
.ci .drawer .lead { font-size: 15.5px; }
.ci .drawer h2 { font-size: 18px; flex: 1 1 240px; }
.ci .drawer a.button { text-decoration: none; font-size: 13px; padding: 4px 12px; }
.ci .button.small { font-size: 12.5px; padding: 3px 10px; }
.ci .history li.gone { color: var(--ci-soft); }
.ci .history li.gone b, .ci .history li.gone p { text-decoration: line-through; }
.ci .entering { padding-bottom: 10px; }
.ci .entering > summary { font-weight: 700; }
.ci .entering form, .ci .entering .notice { margin-top: 8px; }
.ci .entries { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 10px; }
.ci .entries .field.text { grid-column: 1 / -1; }
.ci .entries select, .ci .entries input { width: 100%; min-width: 0; max-width: none; }
.ci .problem { color: var(--ci-critique-ink); font-weight: 700; }
.ci .scroll { overflow-x: auto; }
.ci table { border-collapse: collapse; width: 100%; font-size: 13.5px; }
.ci caption { text-align: left; color: var(--ci-soft); font-size: 12.5px; padding: 0 0 6px; }
.ci th { text-align: left; font-size: 12.5px; font-weight: 700; color: var(--ci-soft); border-bottom: 1px solid var(--ci-edge-strong); padding: 6px 10px 6px 0; vertical-align: bottom; }
.ci td { border-bottom: 1px solid var(--ci-line); padding: 7px 10px 7px 0; vertical-align: top; }
.ci tr:last-child td { border-bottom: 0; }
.ci th.num, .ci td.num { text-align: right; white-space: nowrap; padding-right: 14px; }
.ci tbody tr[aria-current] td { background: var(--ci-chosen); }
.ci details.twin { margin-top: 8px; font-size: 13.5px; }
.ci details > summary { cursor: pointer; color: var(--ci-link); font-size: 13.5px; padding: 4px 0; width: fit-content; }
.ci details.twin .scroll { max-height: 340px; overflow-y: auto; margin-top: 6px; }
.ci .tall { max-height: 560px; overflow-y: auto; }

.ci .legend { display: flex; flex-wrap: wrap; gap: 6px 18px; font-size: 13px; color: var(--ci-soft); list-style: none; margin: 0; padding: 0; }
.ci .legend li { display: flex; gap: 7px; align-items: center; }
.ci .swatch { width: 18px; height: 13px; border-radius: 3px; border: 1px solid var(--ci-edge-strong); flex: none; }
.ci .swatch.round { width: 13px; border-radius: 50%; border-color: transparent; }
.ci .swatch.ring { background: transparent; border-width: 3px; }
.ci .swatch.line { height: 0; border: 0; border-top: 3px solid; border-radius: 0; }
.ci .swatch.dashed { border-top-style: dashed; width: 22px; }
.ci .swatch.unknown { background: repeating-linear-gradient(-45deg, var(--ci-unknown) 0 1.5px, var(--ci-surface) 1.5px 5px); }

.ci .indicators { display: grid; grid-template-columns: repeat(auto-fill, minmax(250px, 1fr)); gap: 14px; }
.ci .indicator { background: var(--ci-surface); border: 1px solid var(--ci-line); border-radius: 10px; padding: 16px 18px; display: flex; flex-direction: column; gap: 8px; }
.ci .indicator .value { font-size: 32px; line-height: 1.1; font-weight: 700; letter-spacing: -.02em; }
.ci .indicator h3 { margin-top: -4px; }
.ci .indicator .eyebrow { font-size: 11.5px; color: var(--ci-soft); line-height: 1.2; }
.ci .indicator .value small { font-size: 15px; font-weight: 400; letter-spacing: 0; color: var(--ci-soft); }
.ci .indicator .value.none { font-size: 19px; font-weight: 400; color: var(--ci-soft); padding: 6px 0; letter-spacing: 0; }
.ci .indicator .foot-of-card { margin-top: auto; border-top: 1px solid var(--ci-line); padding-top: 6px; display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 16px; }
.ci .indicator .foot-of-card details { flex: 0 1 auto; max-width: 100%; }
.ci .indicator .foot-of-card details[open] { flex: 1 0 100%; }
.ci .indicator .foot-of-card > p { margin-left: auto; }
.ci .indicator .value .chip { vertical-align: 5px; }
.ci .indicator .blind, .ci td .blind { color: var(--ci-moderee); }
.ci .indicator .line { color: var(--ci-soft); padding-left: 12px; border-left: 2px solid var(--ci-edge-strong); }
.ci .indicator .line.goal { border-left-color: var(--ci-good); }
.ci .indicator table { width: 100%; }
.ci .pillar { margin-bottom: 30px; }
.ci .pillar > h2 { font-size: 20px; margin: 10px 0 2px; padding-bottom: 6px; border-bottom: 2px solid var(--ci-primary); }
.ci .pillar > .indicators { margin-top: 12px; }
.ci .absent { margin-top: 12px; }
.ci .absent summary { color: var(--ci-soft); max-width: 100%; width: auto; }
.ci .absent ul { margin: 6px 0 0; padding: 0 0 0 18px; display: grid; gap: 8px; }
.ci .comparing .two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(460px, 100%), 1fr)); gap: 20px; margin-top: 10px; align-items: start; }
.ci .comparing td .interval { min-width: 110px; margin-top: 6px; }
.ci .interval u { position: absolute; top: -4px; width: 2px; height: 16px; margin-left: -1px; background: var(--ci-edge-strong); }
.ci .interval u.goal { background: var(--ci-good); }
.ci .interval { position: relative; height: 8px; border-radius: 4px; background: var(--ci-hover); }
.ci .interval i { position: absolute; top: 0; bottom: 0; border-radius: 4px; background: var(--ci-band); min-width: 3px; }
.ci .interval b { position: absolute; top: -3px; width: 4px; height: 14px; margin-left: -2px; border-radius: 2px; background: var(--ci-primary); }

.ci blockquote { margin: 0; padding: 10px 14px; border-left: 3px solid var(--ci-line); background: var(--ci-ground); border-radius: 0 8px 8px 0; }
.ci blockquote footer { margin-top: 4px; color: var(--ci-soft); font-size: 12.5px; }
.ci pre { margin: 6px 0 0; padding: 12px 14px; background: var(--ci-ground); border: 1px solid var(--ci-line); border-radius: 8px; overflow-x: auto; font: 12.5px/1.5 ui-monospace, "DejaVu Sans Mono", monospace; }
.ci ul.plain { margin: 0; padding: 0; list-style: none; display: grid; gap: 8px; }
@media (max-width: 600px) {
  .ci h1 { font-size: 21px; }
  .ci .bar .clock, .ci .bar .long { display: none; }
  .ci .card { padding: 12px; }
}
`;var I="(max-width: 599.95px)";function A(e,i,a){let t=document.documentElement.dataset,r=window.matchMedia(I),d=a.model.document,o=()=>window.requestAnimationFrame(()=>window.setTimeout(()=>i.send_msg({narrow:!0}))),c=new IntersectionObserver(f=>{t.menu==="folded"||!f.some(u=>u.isIntersecting)||(t.menu="folded",d.is_idle?o():d.idle.connect(o))}),l=()=>{c.disconnect(),r.matches?c.observe(e):delete t.menu};return r.addEventListener("change",l),l(),()=>{c.disconnect(),d.idle.disconnect(o),r.removeEventListener("change",l)}}var k="input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]",S="ci-keys-off";function s(e,i=document){let a=i.querySelector(e);if(a)return a;for(let t of i.querySelectorAll("*")){let r=t.shadowRoot&&s(e,t.shadowRoot);if(r)return r}return null}function h(e){return[...e.querySelectorAll("[data-row]")].filter(i=>i.querySelector("[data-pick]")?.checked).map(i=>({id:i.dataset.row,seen:i.dataset.seen}))}function b(e){let i=h(e).length;for(let a of e.querySelectorAll("[data-count]"))a.textContent=i;for(let a of e.querySelectorAll("[data-when-picked]"))a.hidden=i===0;for(let a of e.querySelectorAll("[data-row]"))a.classList.toggle("picked",!!a.querySelector("[data-pick]")?.checked)}function q(e){for(let i of e.querySelectorAll("[data-pick]:checked"))i.checked=!1;b(e)}function y(e,i){for(let a of e.querySelectorAll("[data-row]"))a.dataset.row===i?a.setAttribute("aria-current","true"):a.removeAttribute("aria-current")}function M(e){return localStorage.getItem(S)!=="yes"&&!e.closest?.(k)}function _(e,i,a){let t=s("[data-leave]");if(t&&(a.closest?.("[data-ask]")||!a.closest?.(k)))return t.click(),m(i,e.current)||s("#rows",i)?.focus();if(a.closest?.(k))return m(i,e.current)||a.blur();let r=s("[data-help][open]");if(r)return r.open=!1,r.querySelector("summary").focus();if(h(i).length)return q(i);e.current&&(m(i,e.current),e.current="")}function m(e,i){let a=i?e.querySelector(`[data-row="${CSS.escape(i)}"]`):null;return a?.scrollIntoView({block:"nearest"}),a?.querySelector("[data-open]")?.focus({preventScroll:!0}),a}function L(e,i){let a=0,t=()=>[...i.querySelectorAll("[data-row]")],r=n=>{let p=t();if(!p.length)return;let x=p.findIndex(w=>w.dataset.row===e.current);a=x<0?Math.min(a,p.length-1):Math.min(Math.max(x+n,0),p.length-1);let g=p[a].dataset.row;e.current=g,y(i,g),m(i,g)},d=()=>{let n=s("form.decide");return n?[{id:n.elements.alert.value,seen:n.elements.seen.value}]:[]},o=n=>{let p=h(i),x=p.length?p:d();(x.length||n==="undo")&&e.send_msg({form:{act:n},picked:x})},c=0,l=(n=c,p=100)=>{n===c&&(s(`#drawer-${CSS.escape(e.current)}`)?s("[data-evidence]")?.focus():e.current&&p&&window.setTimeout(()=>l(n,p-1),50))},f={j:()=>r(1),k:()=>r(-1),x:()=>{let n=i.querySelector(`[data-row="${CSS.escape(e.current)}"] [data-pick]`);n&&(n.checked=!n.checked),b(i)},e:()=>l(),"/":()=>s("[data-search]")?.focus(),"?":()=>{let n=s("[data-help]");n&&(n.open=!n.open),n?.querySelector("summary").focus()}},u=n=>{let p=i.querySelector("[data-keys]"),x=n.composedPath()[0];if(c+=1,!p||n.defaultPrevented||n.ctrlKey||n.metaKey||n.altKey)return;if(n.key==="Escape")return _(e,i,x);if(!M(x))return;let g=JSON.parse(p.dataset.keys)[n.key],w=g?()=>o(g):f[n.key];w&&(n.preventDefault(),w())},v=e.current;e.on("current",()=>{let[n,p]=[v,v=e.current];n&&!p&&window.setTimeout(()=>document.activeElement===document.body&&(m(i,n)||s("#rows",i)?.focus()),60)}),document.addEventListener("keydown",u),e.on("remove",()=>document.removeEventListener("keydown",u))}function N(e){for(let i of e.querySelectorAll("[data-keys-on]"))i.checked=localStorage.getItem(S)!=="yes",i.onchange=()=>localStorage.setItem(S,i.checked?"no":"yes")}function T(e){let i=0,a=()=>{let o=e.querySelector("[data-play]");o?o.setAttribute("aria-pressed",String(i!==0)):t()},t=()=>{window.clearInterval(i),i=0},r=(o,c)=>{o.value=c,o.dispatchEvent(new Event("change",{bubbles:!0}))},d=()=>{let o=e.querySelector("[data-steps]");if(!o||Number(o.value)>=Number(o.max))return t(),a();r(o,Number(o.value)+1)};return e.addEventListener("click",o=>{if(o.target.closest("[data-play]")){if(i)t();else{let c=e.querySelector("[data-steps]");Number(c.value)>=Number(c.max)&&r(c,0),i=window.setInterval(d,900)}a()}}),{mark:a,stop:t}}var z=new CSSStyleSheet;z.replaceSync(E);var j="textarea[id]:not([data-keep=no]), input[type=text][id], input[type=datetime-local][id], select[id]:not([data-set])";function R(e){let i=document.documentElement;e.look&&(i.dataset.look=e.look),e.lang&&(i.lang=e.lang),e.heading&&(document.title=e.heading)}var D=e=>e.defaultValue??[...e.options].find(i=>i.defaultSelected)?.value??e.options[0]?.value;function O(e,i){let a=[...e.querySelectorAll("details[id]")].filter(o=>o.open).map(o=>o.id),t=e.getRootNode().activeElement?.closest("[id]")?.id,r=[...e.querySelectorAll("input[type=checkbox][id]")].filter(o=>o.checked).map(o=>o.id),d=[...e.querySelectorAll("[data-scroll][id]")].map(o=>[o.id,o.scrollTop]);for(let o of e.querySelectorAll(j))o.value!==D(o)?i.set(o.id,o.value):i.delete(o.id);return{open:a,focus:t,ticked:r,scrolled:d}}function K(e,i){let a=e.firstElementChild,t=document.createElement("template");t.innerHTML=i;let r=t.content.firstElementChild;return!a?.matches("[data-live]")||!r?.matches("[data-live]")?!1:(a.replaceChildren(...r.childNodes),!0)}function V(e,i,{open:a,focus:t,ticked:r,scrolled:d}){let o=c=>e.querySelector(`#${CSS.escape(c)}`);for(let c of a)o(c)?.setAttribute("open","");for(let c of r)o(c)&&(o(c).checked=!0);for(let[c,l]of d)o(c)&&(o(c).scrollTop=l);for(let[c,l]of i)o(c)&&(o(c).value=l);t&&(o(t)??e.querySelector("[data-rest]"))?.focus({preventScroll:!0})}function F(e){for(let i of e.querySelectorAll("textarea, input[type=text], input[type=datetime-local]"))i.defaultValue=i.value;for(let i of e.querySelectorAll("select:not([data-set]) option"))i.defaultSelected=i.selected}function $(e,i){let a;e.addEventListener("click",t=>{let r=t.target.closest("[data-go]"),d=!t.ctrlKey&&!t.metaKey&&!t.shiftKey&&t.button===0;r&&d&&(t.preventDefault(),i.send_msg({go:JSON.parse(r.dataset.go)}),r.dataset.open!==void 0&&window.innerWidth<1200&&window.setTimeout(()=>s("[data-beside]")?.scrollIntoView(),400))}),e.addEventListener("change",t=>{let r=t.target.dataset.set,d=t.target.dataset.steps;r&&i.send_msg({go:{[r]:d?JSON.parse(d)[t.target.value]:t.target.value}}),t.target.matches("[data-pick]")&&b(e)}),e.addEventListener("input",t=>{if(!t.target.matches("[data-search]"))return;window.clearTimeout(a);let r=t.target;a=window.setTimeout(()=>i.send_msg({go:{search_words:r.value}}),250)}),e.addEventListener("submit",t=>{t.preventDefault();let d={form:Object.fromEntries(new FormData(t.target,t.submitter))};t.target.dataset.bulk!==void 0&&(d.picked=h(e)),F(t.target),i.send_msg(d)})}function U({model:e,view:i,el:a}){let t=a.getRootNode();t.adoptedStyleSheets&&!t.adoptedStyleSheets.includes(z)&&(t.adoptedStyleSheets=[...t.adoptedStyleSheets,z]);let r=document.createElement("div"),d=new Map;r.className="ci";let o=T(r);a.appendChild(r);let c=()=>{R(e);let u=O(r,d),v=r.querySelector("[data-grab]");K(r,e.html)||(r.innerHTML=e.html),V(r,d,u),v||r.querySelector("[data-grab]")?.focus(),y(r,e.current),b(r),N(r),o.mark()};$(r,e);let l=()=>e.send_msg({url:window.location.search});e.look&&window.addEventListener("popstate",l),c();let f=e.folds?A(r,e,i):()=>{};for(let u of["html","look","lang","heading"])e.on(u,c);e.on("current",()=>y(r,e.current)),e.on("cleared",()=>q(r)),e.on("remove",()=>{o.stop(),f(),window.removeEventListener("popstate",l)}),e.keys&&L(e,r)}export{U as render};
