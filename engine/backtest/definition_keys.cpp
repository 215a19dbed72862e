#include "backtest/definition_keys.h"

#include <algorithm>

#include "backtest/definition.h"
#include "backtest/linear_pool.h"
#include "backtest/rival.h"

namespace ebbtide {
namespace {

template <typename Values, typename Text>
std::vector<std::string> texts_of(const Values& values, Text text) {
  std::vector<std::string> names;
  names.reserve(values.size());
  for (const auto& value : values) names.emplace_back(text(value));
  return names;
}

}  // namespace

const std::vector<DefinitionKey>& definition_keys() {
  using enum DefinitionSection;
  using Value = DefinitionValue;
  static const std::vector<DefinitionKey> kKeys = {
      {backtest, "schema", Value::schema, true, "Format and version of this file."},
      {backtest, "title", Value::text, true, "One line for people."},
      {backtest, "about", Value::text, false, "A paragraph for people."},
      {backtest, "data", Value::text, false,
       "Folder that holds universes/ and market/, from this file's folder; default: that folder itself."},
      {backtest, "universe", Value::text, true, "Universe whose flows and AUM are forecast."},
      {backtest, "model", Value::model, false, "The law of the engine's own forecasts."},
      {backtest, "origins", Value::origins, true, "The days on which forecasts are made."},
      {backtest, "horizons", Value::weeks_list, true, "How many weeks ahead, 1 to 26."},
      {backtest, "tracks", Value::tracks, true,
       "What is known of the weeks ahead: U nothing, M macro factors, MP macro factors and prices."},
      {backtest, "levels", Value::levels, true, "The total, dimensions whose members are scored, and cells."},
      {backtest, "paths", Value::paths, true, "Paths of every forecast."},
      {backtest, "seed", Value::seed, true, "Of the draws; mixed with the day of each origin."},
      {backtest, "rivals", Value::rivals, true, "Models beside the engine."},
      {backtest, "scores", Value::scores, true, "Scores that are made."},
      {backtest, "gates", Value::gates, false, "When scores count as worse than the committed ones."},
      {model, "flow", Value::flow_model, true, "Of the total's flow: the shipped regression, or an autoregression."},
      {origins, "from", Value::date, true, "The first day on which a forecast is made."},
      {origins, "to", Value::date, true, "The last one: a whole number of steps after the first."},
      {origins, "every", Value::weeks, false, "The step from one to the next; default: 1 week."},
      {gates, "scores", Value::gated_scores, true, "Scores that must not get worse."},
      {gates, "floor", Value::share, true, "Differences below this share of the committed mean do not count."},
      {gates, "errors", Value::factor, true, "Differences of fewer standard errors than this do not count."},
  };
  return kKeys;
}

std::vector<std::string> key_names(DefinitionSection section) {
  std::vector<std::string> names;
  for (const DefinitionKey& key : definition_keys()) {
    if (key.section == section) names.emplace_back(key.name);
  }
  return names;
}

std::vector<std::string> words_of(DefinitionValue value) {
  switch (value) {
    case DefinitionValue::tracks:
      return texts_of(kAllTracks, track_text);
    case DefinitionValue::levels:
      return texts_of(kAllLevels, level_text);
    case DefinitionValue::flow_model:
      return texts_of(kFlowModels, flow_model_text);
    case DefinitionValue::rivals: {
      std::vector<std::string> words = rival_names();
      words.emplace_back(kLinearPool);
      return words;
    }
    case DefinitionValue::scores:
      return texts_of(kAllScoreKinds, score_kind_text);
    case DefinitionValue::gated_scores: {
      std::vector<std::string> words = texts_of(kAllScoreKinds, score_kind_text);
      std::erase(words, score_kind_text(ScoreKind::pit));  // neither large nor small is good
      return words;
    }
    default:
      return {};
  }
}

}  // namespace ebbtide
