// What a dashboard of ours may hold: the types of Grafana 12.1, with the types of panels that it uses, and Prometheus as its
// only source. `npm run build` makes dashboard.schema.json from it, which `make compose-check` reads: a name that Grafana
// does not know, an option that it needs, or a value of the wrong kind is found there.
import type { GraphFieldConfig } from "@grafana/schema";
import type * as grafana from "@grafana/schema/dist/types/raw/dashboard/x/dashboard_types.gen.d.ts";
import type { Options as StatOptions } from "@grafana/schema/dist/types/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen.d.ts";
import type { Options as TimeSeriesOptions } from "@grafana/schema/dist/types/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen.d.ts";

/** A query of Prometheus: @grafana/schema has no type for it. */
interface Query {
  refId: string;
  datasource: { type: "prometheus"; uid: string };
  expr: string;
  legendFormat?: string;
  exemplar?: boolean;
  instant?: boolean;
  range?: boolean;
  interval?: string;
}

/** Grafana's own type leaves out most of this: what differs from panel to panel is unknown to it. */
interface QueryPanel extends Omit<grafana.Panel, "type" | "options" | "targets" | "fieldConfig"> {
  id: number;
  title: string;
  description: string;
  gridPos: grafana.GridPos;
  targets: [Query, ...Query[]];
}

interface Fields<Custom> extends Omit<grafana.FieldConfigSource, "defaults"> {
  defaults: Omit<grafana.FieldConfig, "custom" | "unit"> & { custom?: Custom; unit: string };
}

interface StatPanel extends QueryPanel {
  type: "stat";
  options: StatOptions;
  fieldConfig: Fields<never>;
}

interface TimeSeriesPanel extends QueryPanel {
  type: "timeseries";
  options: TimeSeriesOptions;
  fieldConfig: Fields<GraphFieldConfig>;
}

export interface Dashboard extends Omit<grafana.Dashboard, "panels"> {
  uid: string;
  title: string;
  time: { from: string; to: string };
  panels: (grafana.RowPanel | StatPanel | TimeSeriesPanel)[];
}
