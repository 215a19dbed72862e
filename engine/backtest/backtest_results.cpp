#include "backtest/backtest_results.h"

#include "backtest/backtest_tables.h"
#include "backtest/coverage_table.h"
#include "backtest/equality_tests.h"
#include "backtest/murphy_table.h"
#include "backtest/pit_table.h"
#include "backtest/pool_table.h"
#include "backtest/run_backtest.h"
#include "backtest/skill.h"

namespace ebbtide {

BacktestResults tabulate_backtest(const BacktestDefinition& definition, const BacktestResult& result) {
  BacktestResults results{definition.title, definition.about, definition.universe, definition.last_origin};
  results.scores = scores_table(definition, result);
  results.skill = skill_table(definition, result);
  results.tests = tests_table(definition, result);
  results.coverage = coverage_table(definition, result);
  results.pit = pit_table(definition, result);
  results.misses = misses_table(definition, result);
  results.quantiles = quantiles_table(definition, result);
  results.murphy = murphy_table(definition, result);
  results.origins = origins_table(definition, result);
  if (!result.pool_weights.empty()) results.pool_weights = pool_table(definition, result);
  return results;
}

}  // namespace ebbtide
