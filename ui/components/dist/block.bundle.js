var l=`.ci { font: 400 14px/1.45 Roboto, Arial, sans-serif; color: var(--ci-ink); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
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
.ci select, .ci input[type=text], .ci textarea { font: inherit; font-size: 14px; color: var(--ci-ink); background: var(--ci-surface); border: 1px solid var(--ci-edge-strong); border-radius: 6px; padding: 7px 10px; max-width: 100%; }
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
.ci ol.alerts > li.dismissed { opacity: .72; }
.ci ol.alerts h3 a { color: var(--ci-ink); text-decoration: none; font-size: 15.5px; }
.ci ol.alerts h3 a:hover { text-decoration: underline; }

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
.ci .swatch.line { height: 0; border: 0; border-top: 3px solid; border-radius: 0; }
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
`;var d=new CSSStyleSheet;d.replaceSync(l);function x(i){let t=document.documentElement;i.look&&(t.dataset.look=i.look),i.lang&&(t.lang=i.lang),i.heading&&(document.title=i.heading)}function g(i){let t=[...i.querySelectorAll("details[id]")].filter(e=>e.open).map(e=>e.id),a=i.getRootNode().activeElement?.closest("[id]")?.id,o=[...i.querySelectorAll("textarea[id]")].map(e=>[e.id,e.value]);return{open:t,focus:a,typed:o}}function f(i,{open:t,focus:a,typed:o}){for(let e of t)i.querySelector(`#${CSS.escape(e)}`)?.setAttribute("open","");for(let[e,n]of o){let r=i.querySelector(`#${CSS.escape(e)}`);r&&r.dataset.keep!=="no"&&(r.value=n)}a&&i.querySelector(`#${CSS.escape(a)}`)?.focus({preventScroll:!0})}function h({model:i,el:t}){let a=t.getRootNode();a.adoptedStyleSheets&&!a.adoptedStyleSheets.includes(d)&&(a.adoptedStyleSheets=[...a.adoptedStyleSheets,d]);let o=document.createElement("div");o.className="ci",t.appendChild(o);let e=()=>{x(i);let r=g(o);o.innerHTML=i.html,f(o,r)};o.addEventListener("click",r=>{let c=r.target.closest("[data-go]"),p=!r.ctrlKey&&!r.metaKey&&!r.shiftKey&&r.button===0;c&&p&&(r.preventDefault(),i.send_msg({go:JSON.parse(c.dataset.go)}))}),o.addEventListener("change",r=>{let c=r.target.dataset.set;c&&i.send_msg({go:{[c]:r.target.value}})}),o.addEventListener("submit",r=>{r.preventDefault();let c=Object.fromEntries(new FormData(r.target,r.submitter));for(let p of r.target.querySelectorAll("textarea"))p.value="";i.send_msg({form:c})});let n=()=>i.send_msg({url:window.location.search});i.look&&window.addEventListener("popstate",n),i.look&&window.innerWidth<600&&window.setTimeout(()=>i.send_msg({narrow:!0}),600),e();for(let r of["html","look","lang","heading"])i.on(r,e);i.on("remove",()=>window.removeEventListener("popstate",n))}export{h as render};
