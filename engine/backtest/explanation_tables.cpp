#include "backtest/explanation_tables.h"

#include "backtest/definition.h"

namespace ebbtide {
namespace {

using Columns = std::vector<Column>;

Columns with_week(const Columns& more) {
  Columns columns = {{"universe", ColumnType::text, "", "Universe whose flows are explained."},
                     {"week_end", ColumnType::date, "", "Friday that ends the week."}};
  columns.insert(columns.end(), more.begin(), more.end());
  return columns;
}

Columns with_flow(const Columns& more) {
  Columns columns = {{"level", ColumnType::text, "", "total, asset, region or issuer."},
                     {"member", ColumnType::text, "", "Member of the level, or total."}};
  columns.insert(columns.end(), more.begin(), more.end());
  return with_week(columns);
}

// Columns of a flow's laws and of the split of its miss, in the order of split_cells.
Columns split_columns() {
  return {{"expected", ColumnType::number, "musd", "Mean of the forecast (U): nothing of the week was known."},
          {"macro", ColumnType::number, "musd", "Mean given the macro factors that came (M) less expected."},
          {"prices", ColumnType::number, "musd",
           "Mean given macro factors and prices that came (MP) less that given macro."},
          {"unexplained", ColumnType::number, "musd", "Realised less the mean given macro factors and prices."},
          {"realised", ColumnType::number, "musd",
           "Net flow as first published; expected + macro + prices + unexplained. Empty: not published."},
          {"given_macro", ColumnType::number, "musd", "Mean given the macro factors that came (M)."},
          {"given_macro_prices", ColumnType::number, "musd", "Mean given macro factors and prices that came (MP)."},
          {"percentile_u", ColumnType::number, "%", "Share of draws of U below realised; equal ones count half."},
          {"percentile_m", ColumnType::number, "%", "Share of draws of M below realised."},
          {"percentile_mp", ColumnType::number, "%", "Share of draws of MP below realised."},
          {"q05_u", ColumnType::number, "musd", "5 % quantile of U."},
          {"q95_u", ColumnType::number, "musd", "95 % quantile of U."},
          {"q05_m", ColumnType::number, "musd", "5 % quantile of M."},
          {"q95_m", ColumnType::number, "musd", "95 % quantile of M."},
          {"q05_mp", ColumnType::number, "musd", "5 % quantile of MP."},
          {"q95_mp", ColumnType::number, "musd", "95 % quantile of MP."},
          {"macro_se", ColumnType::number, "musd", "Monte Carlo standard error of macro."},
          {"prices_se", ColumnType::number, "musd", "Monte Carlo standard error of prices."}};
}

void add_split(const ExplainedFlow& flow, std::vector<Cell>& row) {
  const auto& [u, m, mp] = flow.law;
  const std::vector<Cell> cells = {u.mean,
                                   flow.macro.value,
                                   flow.prices.value,
                                   value_or_unknown(flow.unexplained()),
                                   value_or_unknown(flow.realised_musd),
                                   m.mean,
                                   mp.mean,
                                   value_or_unknown(u.percentile),
                                   value_or_unknown(m.percentile),
                                   value_or_unknown(mp.percentile),
                                   u.q05,
                                   u.q95,
                                   m.q05,
                                   m.q95,
                                   mp.q05,
                                   mp.q95,
                                   flow.macro.standard_error,
                                   flow.prices.standard_error};
  row.insert(row.end(), cells.begin(), cells.end());
}

std::vector<Cell> bridge_row(const Explanation& each, const ExplainedFlow& flow, std::string law,
                             const AumBridge& bridge) {
  return {each.universe,  each.week_end, flow.level,    flow.member,    std::move(law),
          bridge.opening, bridge.flow,   bridge.market, bridge.closing, bridge.basis};
}

}  // namespace

Table explained_weeks_table(const std::vector<Explanation>& explanations) {
  Columns columns = with_week({{"origin", ColumnType::date, "", "Day of the forecast."},
                               {"published", ColumnType::date, "", "Day on which the week's total flow came out."},
                               {"title", ColumnType::text, "", "Title of the week; empty without a file of weeks."},
                               {"why", ColumnType::text, "", "Why the week is listed."},
                               {"opening_aum", ColumnType::number, "musd", "AUM before the week, as known at origin."},
                               {"realised_pct_aum", ColumnType::number, "%", "Realised in % of opening_aum."}});
  for (Column& column : split_columns()) columns.push_back(std::move(column));
  Table table("weeks", "Explained weeks: the total", columns);
  for (const Explanation& each : explanations) {
    const ExplainedFlow& total = each.total();
    std::vector<Cell> row = {each.universe,
                             each.week_end,
                             each.origin,
                             each.published,
                             text_or_unknown(each.title),
                             text_or_unknown(each.why),
                             each.opening_aum_musd,
                             100.0 * total.realised_musd.value_or(0.0) / each.opening_aum_musd};
    add_split(total, row);
    table.append(std::move(row));
  }
  return table;
}

Table explained_flows_table(const std::vector<Explanation>& explanations) {
  Columns columns = split_columns();
  columns.push_back({"status", ColumnType::text, "", "seen: a flow of it was public at the origin; else inferred."});
  Table table("explanation", "What was expected, what came, and what the difference is made of", with_flow(columns));
  for (const Explanation& each : explanations) {
    for (const ExplainedFlow& flow : each.flows) {
      std::vector<Cell> row = {each.universe, each.week_end, flow.level, flow.member};
      add_split(flow, row);
      row.emplace_back(std::string(flow.seen ? "seen" : "inferred"));
      table.append(std::move(row));
    }
  }
  return table;
}

Table explained_bridge_table(const std::vector<Explanation>& explanations) {
  Table table("bridge", "From opening to closing AUM",
              with_flow({{"law", ColumnType::text, "", "U, M or MP: means of the forecast; realised: what came."},
                         {"opening", ColumnType::number, "musd", "AUM before the week."},
                         {"flow", ColumnType::number, "musd", "Net flow."},
                         {"market", ColumnType::number, "musd", "Closing less opening less flow."},
                         {"closing", ColumnType::number, "musd", "AUM at the end of the week."},
                         {"basis", ColumnType::text, "",
                          "expected; published; reconstructed between published figures; implied by prices alone."}}));
  for (const Explanation& each : explanations) {
    for (std::size_t i = 0; i < each.expected_bridge.size(); ++i)
      table.append(bridge_row(each, each.total(), std::string(track_text(kAllTracks[i])), each.expected_bridge[i]));
    for (const ExplainedFlow& flow : each.flows) {
      if (flow.bridge) table.append(bridge_row(each, flow, "realised", *flow.bridge));
    }
  }
  return table;
}

Table breadth_table(const std::vector<Explanation>& explanations) {
  Table table("breadth", "How many members took money in",
              with_week({{"level", ColumnType::text, "", "asset, region or issuer."},
                         {"known", ColumnType::integer, "members", "Members whose flow of the week was published."},
                         {"inflows", ColumnType::integer, "members", "Those with an inflow."},
                         {"outflows", ColumnType::integer, "members", "Those with an outflow."},
                         {"expected_inflows", ColumnType::number, "members", "Mean number with an inflow in U."},
                         {"largest_inflow", ColumnType::text, "", "The member that took in most."},
                         {"largest_inflow_flow", ColumnType::number, "musd", "Its flow."},
                         {"largest_outflow", ColumnType::text, "", "The member that lost most."},
                         {"largest_outflow_flow", ColumnType::number, "musd", "Its flow."}}));
  for (const Explanation& each : explanations) {
    for (const Breadth& own : each.breadth) {
      table.append({each.universe, each.week_end, own.level, std::int64_t{own.known}, std::int64_t{own.inflows},
                    std::int64_t{own.outflows}, own.expected_inflows, text_or_unknown(own.largest_inflow),
                    own.inflows > 0 ? Cell(own.largest_inflow_musd) : Cell(std::monostate{}),
                    text_or_unknown(own.largest_outflow),
                    own.outflows > 0 ? Cell(own.largest_outflow_musd) : Cell(std::monostate{})});
    }
  }
  return table;
}

Table flow_records_table(const std::vector<Explanation>& explanations) {
  Table table(
      "records", "Since when no known week was as extreme",
      with_flow({{"realised", ColumnType::number, "musd", "Net flow of the week."},
                 {"side", ColumnType::text, "", "inflow or outflow."},
                 {"since", ColumnType::date, "",
                  "The last known earlier week with at least as large a flow on that side; empty: none."},
                 {"since_flow", ColumnType::number, "musd", "Its flow."},
                 {"known_between", ColumnType::integer, "weeks", "Known weeks between, or since first_known."},
                 {"missing_between", ColumnType::integer, "weeks", "Weeks among them without a published figure."},
                 {"first_known", ColumnType::date, "", "The earliest week looked at, but for since."}}));
  for (const Explanation& each : explanations) {
    for (const ExplainedFlow& flow : each.flows) {
      if (!flow.record) continue;
      const FlowRecord& record = *flow.record;
      table.append({each.universe, each.week_end, flow.level, flow.member, *flow.realised_musd,
                    std::string(record.outflow ? "outflow" : "inflow"),
                    record.since ? Cell(*record.since) : Cell(std::monostate{}),
                    record.since ? Cell(record.since_musd) : Cell(std::monostate{}), std::int64_t{record.known_between},
                    std::int64_t{record.missing_between}, record.first_known});
    }
  }
  return table;
}

Table market_moves_table(const std::vector<Explanation>& explanations) {
  Table table("market", "What macro factors and prices did",
              with_week({{"variable", ColumnType::text, "", "Name in market.yaml."},
                         {"title", ColumnType::text, "", "What it is."},
                         {"group", ColumnType::text, "", "macro: known in M and MP; price: known in MP."},
                         {"unit", ColumnType::text, "", "bp, or % (simple return or change)."},
                         {"value", ColumnType::number, "", "Change in the week."},
                         {"sds", ColumnType::number, "",
                          "The change over the root mean square of the 52 weeks before the origin."},
                         {"public_before", ColumnType::text, "", "yes: already public at the origin, so part of U."}}));
  for (const Explanation& each : explanations) {
    for (const MarketMove& move : each.market) {
      table.append({each.universe, each.week_end, move.name, text_or_unknown(move.title),
                    std::string(move.is_price ? "price" : "macro"), move.unit, value_or_unknown(move.value),
                    value_or_unknown(move.sds), std::string(move.public_before ? "yes" : "no")});
    }
  }
  return table;
}

std::vector<Table> explanation_tables(const std::vector<Explanation>& explanations) {
  return {explained_weeks_table(explanations),  explained_flows_table(explanations),
          explained_bridge_table(explanations), breadth_table(explanations),
          flow_records_table(explanations),     market_moves_table(explanations)};
}

}  // namespace ebbtide
