// Apache ECharts with only the parts that we draw, French locale, maps by URL.
import * as echarts from "echarts/core";
import { LineChart, MapChart, ScatterChart } from "echarts/charts";
import {
  DataZoomComponent, GeoComponent, GridComponent, MarkAreaComponent,
  MarkLineComponent, TooltipComponent,
} from "echarts/components";
import { LabelLayout } from "echarts/features";
import { CanvasRenderer } from "echarts/renderers";
import langFR from "echarts/lib/i18n/langFR.js";
import { brushes } from "./brush.js";
import { afterTheme, escaped, painted } from "./paint.js";

echarts.use([
  CanvasRenderer, DataZoomComponent, GeoComponent, GridComponent, LabelLayout,
  LineChart, MapChart, MarkAreaComponent, MarkLineComponent, ScatterChart, TooltipComponent,
]);
echarts.registerLocale("FR", langFR);

const maps = new Map();

function loadMap(name, url) {
  if (!maps.has(name)) {
    maps.set(name, fetch(url).then((answer) => answer.json()).then((shapes) => echarts.registerMap(name, shapes)));
  }
  return maps.get(name);
}

function tip(params) {
  const marks = Array.isArray(params) ? params : [params];
  const told = marks.find((mark) => mark.data && mark.data.tip);
  return told ? escaped(told.data.tip) : "";
}

export function render({ model, el }) {
  const box = document.createElement("div");
  box.style.cssText = "width:100%;height:100%";
  box.setAttribute("role", "img");
  el.appendChild(box);
  let chart = null;
  let loading = false;
  let drawn = "";
  let brush = null;

  const draw = () => {
    if (!chart) return;
    box.setAttribute("aria-label", model.label);
    const option = painted(model.option);
    const tooltip = {
      confine: true, formatter: tip, borderWidth: 1, ...painted({
        backgroundColor: "var(--ci-surface)", borderColor: "var(--ci-line)", textStyle: { color: "var(--ci-ink)", fontSize: 13 },
      }), ...(option.tooltip || {}),
    };
    chart.setOption(
      {
        backgroundColor: "transparent", useUTC: true, animation: false,
        textStyle: { fontFamily: "Roboto, Arial, sans-serif", fontSize: 12 }, ...option, tooltip,
      },
      { replaceMerge: ["series", "geo", "xAxis", "yAxis"] },
    );
    box.dataset.marks = String(chart.getModel().getSeries().reduce((sum, series) => sum + series.getData().count(), 0));
    box.dataset.ready = "true";
  };

  const start = async () => {
    const size = `${box.offsetWidth} ${box.offsetHeight}`;
    if (chart && size === drawn) return;
    drawn = size;
    if (chart) return chart.resize();
    if (loading || !box.offsetWidth || !box.offsetHeight) return;
    loading = true;
    await document.fonts.load("400 12px Roboto");
    if (model.map_url) await loadMap(model.map_name, model.map_url);
    chart = echarts.init(box, null, { locale: model.lang.toUpperCase() });
    if (model.brush) brush = brushes(box, chart, model);
    chart.on("click", (mark) => {
      if (brush?.drew()) return;
      const id = (mark.data && mark.data.id) || "";
      if (id) model.send_msg({ id: String(id), series: String(mark.seriesName || "") });
    });
    draw();
  };

  model.on("after_layout", start);
  const watcher = new ResizeObserver(start);
  watcher.observe(box);
  const forget = afterTheme(draw);
  model.on("option", draw);
  model.on("label", draw);
  model.on("remove", () => {
    watcher.disconnect();
    forget();
    brush?.forget();
    if (chart) chart.dispose();
  });
}
