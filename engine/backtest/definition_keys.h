// The keys of a backtest's definition: one table for the parser and the JSON Schema.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ebbtide {

enum class DefinitionSection { backtest, model, origins, gates };

enum class DefinitionValue {
  schema,
  text,
  date,
  weeks,       // "4 weeks"
  weeks_list,  // of horizons
  tracks,      // lists of words
  levels,
  rivals,
  scores,
  gated_scores,  // those of which less is better
  paths,
  seed,
  share,       // "2 %"
  factor,      // a number, 0 or more
  flow_model,  // a word
  model,       // a section, as the next two
  origins,
  gates
};

struct DefinitionKey {
  DefinitionSection section = DefinitionSection::backtest;
  std::string_view name;
  DefinitionValue value = DefinitionValue::text;
  bool required = true;
  std::string_view description;
};

inline constexpr const char* kDefinitionSchema = "ebbtide-backtest/1";

const std::vector<DefinitionKey>& definition_keys();
std::vector<std::string> key_names(DefinitionSection section);
// The words that a flow model or a list of tracks, levels, rivals or scores may hold, in the order of tables; empty of
// other values.
std::vector<std::string> words_of(DefinitionValue value);

}  // namespace ebbtide
