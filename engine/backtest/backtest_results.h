// A finished backtest as its writers see it: its tables in the order in which they are listed, and the sentences that
// belong beside them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/table.h"

namespace ebbtide {

struct BacktestDefinition;
struct BacktestResult;

struct BacktestResults {
  std::string title;
  std::string about;
  std::string universe;
  Date created;  // the last origin, never the clock
  Table scores = {};
  Table skill = {};
  Table tests = {};
  Table coverage = {};
  Table pit = {};
  Table misses = {};
  Table quantiles = {};
  Table murphy = {};
  Table origins = {};
  // Where the definition has the pool, where they were asked for, where it has gates.
  std::optional<Table> pool_weights = std::nullopt;
  std::optional<Table> origin_weeks = std::nullopt;
  std::optional<Table> gates = std::nullopt;

  std::vector<const Table*> all() const {
    std::vector<const Table*> tables = {&scores, &skill,     &tests,  &coverage, &pit,
                                        &misses, &quantiles, &murphy, &origins};
    for (const std::optional<Table>* table : {&pool_weights, &origin_weeks, &gates}) {
      if (*table) tables.push_back(&**table);
    }
    return tables;
  }
};

// All but what a run of the program adds: origin_weeks and gates.
BacktestResults tabulate_backtest(const BacktestDefinition& definition, const BacktestResult& result);

}  // namespace ebbtide
