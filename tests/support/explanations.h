// Explanations for tests: two weeks of the shipped universes, and one written by hand.
#pragma once

#include <map>
#include <utility>

#include "backtest/explanation.h"
#include "support/backtest_sample.h"

namespace ebbtide::fixture {

inline ExplainOptions few_paths() {
  ExplainOptions options;
  options.paths = 400;
  return options;
}

// The shipped reference week, made once per program.
inline const Explanation& shipped_explanation(const std::string& universe, const char* week = "2026-01-23") {
  static std::map<std::pair<std::string, std::string>, Explanation> made;
  const std::pair<std::string, std::string> key{universe, week};
  const auto found = made.find(key);
  if (found != made.end()) return found->second;
  return made.emplace(key, explain_week(shipped_history(universe), day(week), few_paths())).first->second;
}

// Expected 100, given macro 90, given macro and prices -500; -700 came. One asset took money in, one lost some.
inline Explanation small_explanation() {
  Explanation each;
  each.universe = "funds";
  each.universe_title = "Funds";
  each.week_end = day("2026-01-23");
  each.origin = day("2026-01-19");
  each.published = day("2026-01-26");
  each.paths = 1000;
  each.opening_aum_musd = 10'000.0;
  ExplainedFlow total;
  total.level = total.member = "total";
  total.law = {FlowLaw{100.0, -400.0, 110.0, 600.0, 2.0}, FlowLaw{90.0, -410.0, 95.0, 590.0, 2.5},
               FlowLaw{-500.0, -900.0, -490.0, -100.0, 20.0}};
  total.macro = {-10.0, 1.0};
  total.prices = {-590.0, 5.0};
  total.realised_musd = -700.0;
  total.record = FlowRecord{true, day("2025-11-21"), -1940.0, 5, 4, day("2025-11-28")};
  total.bridge = AumBridge{10'000.0, -700.0, -300.0, 9'000.0, "published"};
  ExplainedFlow bitcoin = total;
  bitcoin.key = margin_key(Dimension::asset, "Bitcoin");
  bitcoin.level = "asset";
  bitcoin.member = "Bitcoin";
  bitcoin.realised_musd = -720.0;
  bitcoin.bridge.reset();
  ExplainedFlow solana = bitcoin;
  solana.key = margin_key(Dimension::asset, "Solana");
  solana.member = "Solana";
  solana.realised_musd = 20.0;
  solana.record = FlowRecord{false, std::nullopt, 0.0, 7, 0, day("2025-12-05")};
  ExplainedFlow sui = bitcoin;
  sui.key = margin_key(Dimension::asset, "Sui");
  sui.member = "Sui";
  sui.seen = false;
  sui.realised_musd.reset();
  sui.record.reset();
  for (FlowLaw& law : sui.law) law.percentile.reset();
  each.flows = {total, bitcoin, solana, sui};
  each.expected_bridge = {AumBridge{10'000.0, 100.0, 50.0, 10'150.0, "expected"},
                          AumBridge{10'000.0, 90.0, 40.0, 10'130.0, "expected"},
                          AumBridge{10'000.0, -500.0, -290.0, 9'210.0, "expected"}};
  Breadth breadth;
  breadth.level = "asset";
  breadth.known = 2;
  breadth.inflows = breadth.outflows = 1;
  breadth.expected_inflows = 1.4;
  breadth.largest_inflow = "Solana";
  breadth.largest_inflow_musd = 20.0;
  breadth.largest_outflow = "Bitcoin";
  breadth.largest_outflow_musd = -720.0;
  each.breadth = {breadth};
  each.market = {MarketMove{"dollar", "US dollar", "%", false, false, false, -1.0, -1.5},
                 MarketMove{"bitcoin", "Bitcoin", "%", true, true, false, -6.5, -1.2},
                 MarketMove{"sui", "Sui", "%", true, false, false, 30.0, 3.0},
                 MarketMove{"gold", "Gold", "%", true, true, false, std::nullopt, std::nullopt}};
  return each;
}

}  // namespace ebbtide::fixture
