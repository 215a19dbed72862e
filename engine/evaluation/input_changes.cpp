#include "evaluation/input_changes.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <tuple>

namespace ebbtide {
namespace {

// Names on the way from the root to a value.
using JsonPath = std::vector<std::string>;
using Leaves = std::vector<std::pair<JsonPath, std::string>>;

std::string leaf_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// An object of a list goes by its name, so that one more does not move the others.
std::string name_in_list(const Json& value, std::size_t index) {
  for (const char* key : {"name", "file"}) {
    if (value.is_object() && value.contains(key) && value[key].is_string()) return value[key].get<std::string>();
  }
  return std::to_string(index);
}

void collect(const Json& value, JsonPath& path, Leaves& leaves) {
  if (value.is_object()) {
    for (const auto& [key, child] : value.items()) {
      path.push_back(key);
      collect(child, path, leaves);
      path.pop_back();
    }
  } else if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      path.push_back(name_in_list(value[i], i));
      collect(value[i], path, leaves);
      path.pop_back();
    }
  } else {
    leaves.emplace_back(path, leaf_text(value));
  }
}

Leaves leaves_of(const Json& value) {
  Leaves leaves;
  JsonPath path;
  collect(value, path, leaves);
  return leaves;
}

bool is_scenario_file(const std::string& file) {
  const std::filesystem::path path = file;
  const std::string extension = path.extension().string(), name = path.filename().string();
  return (extension == ".yaml" || extension == ".yml") && name != "universe.yaml" && name != "market.yaml";
}

bool is_words(const std::string& what) {
  return what == "title" || what == "why" || what == "source" || what == "name" || what == "file" ||
         what.starts_with("judgment");
}

// The last of a path that ends with a name of its own: a list's item by its place has the list's name before it.
std::string joined(const JsonPath& path, std::size_t from) {
  std::string text;
  for (std::size_t i = from; i < path.size(); ++i) text += (text.empty() ? "" : ".") + path[i];
  return text;
}

InputChange change_at(const JsonPath& path) {
  InputChange change;
  const std::string& root = path.front();
  if (root == "program" || root == "libraries") {
    change.group = InputGroup::program;
    change.what = joined(path, 1);
  } else if (root == "random_numbers") {
    change.group = InputGroup::draws;
    change.what = joined(path, 1);
  } else if (root == "inputs" && path.size() > 1) {
    change.group = is_scenario_file(path[1]) ? InputGroup::scenario_file : InputGroup::data;
    change.where = path[1];
    change.what = joined(path, 2);
  } else {
    const bool in_list = root == "scenarios" && path.size() > 2;
    change.where = in_list ? path[1] : "";
    change.what = joined(path, in_list ? (path[2] == "values" ? 3 : 2) : 0);
    if (path.back() == "seed" || path.back() == "paths") change.group = InputGroup::draws;
    if (is_words(path.back())) change.group = InputGroup::words;
  }
  return change;
}

// A scenario or file that only one run has is one change, not one per value.
std::vector<InputChange> merged_absences(std::vector<InputChange> changes, const Leaves& first, const Leaves& second) {
  const auto has = [](const Leaves& leaves, const std::string& where) {
    return std::any_of(leaves.begin(), leaves.end(),
                       [&](const auto& leaf) { return leaf.first.size() > 2 && leaf.first[1] == where; });
  };
  std::vector<InputChange> merged;
  for (InputChange& change : changes) {
    const bool in_first = has(first, change.where), in_second = has(second, change.where);
    if (change.where.empty() || (in_first && in_second)) {
      merged.push_back(std::move(change));
      continue;
    }
    const auto same_place = [&](const InputChange& other) {
      return other.where == change.where && other.what == "in one run only";
    };
    if (std::any_of(merged.begin(), merged.end(), same_place)) continue;
    const bool file = change.group == InputGroup::scenario_file || change.group == InputGroup::data;
    merged.push_back({file ? change.group : InputGroup::scenario, change.where, "in one run only",
                      in_first ? "there" : "", in_second ? "there" : ""});
  }
  return merged;
}

const std::string kFile = "file";
const std::string kSha256 = "sha256";

// Called with every well-formed entry of the group "inputs".
template <typename RunJson, typename Visit>
void for_each_input(RunJson& run, Visit visit) {
  const auto inputs = run.find("inputs");
  if (inputs == run.end() || !inputs->is_array()) return;
  for (auto& input : *inputs) {
    if (input.is_object() && input.contains(kFile) && input[kFile].is_string() && input.contains(kSha256) &&
        input[kSha256].is_string()) {
      visit(input);
    }
  }
}

// The second run, its input files under the first run's paths where name and bytes are the same: a checkout in another
// folder is no change.
Json under_paths_of(const Json& first, Json second) {
  const auto identity = [](const Json& input) {
    const std::string file = input[kFile].get<std::string>();
    return std::pair(std::filesystem::path(file).filename().string(), input[kSha256].get<std::string>());
  };
  std::map<std::pair<std::string, std::string>, std::string> path_of;
  for_each_input(first, [&](const Json& input) { path_of[identity(input)] = input[kFile].get<std::string>(); });
  for_each_input(second, [&](Json& input) {
    const auto found = path_of.find(identity(input));
    if (found != path_of.end()) input[kFile] = found->second;
  });
  return second;
}

}  // namespace

std::string group_text(InputGroup group) {
  switch (group) {
    case InputGroup::scenario:
      return "scenario";
    case InputGroup::data:
      return "data";
    case InputGroup::draws:
      return "draws";
    case InputGroup::program:
      return "program";
    case InputGroup::scenario_file:
      return "scenario file";
    case InputGroup::words:
      return "words";
  }
  return {};
}

std::vector<InputChange> input_changes(const Json& first, const Json& second) {
  const Leaves of_first = leaves_of(first), of_second = leaves_of(under_paths_of(first, second));
  std::map<JsonPath, std::string> other(of_second.begin(), of_second.end());
  std::vector<InputChange> changes;
  for (const auto& [path, text] : of_first) {
    const auto found = other.find(path);
    const std::string there = found == other.end() ? std::string() : found->second;
    const bool same = found != other.end() && there == text;
    if (found != other.end()) other.erase(found);
    if (same) continue;
    InputChange change = change_at(path);
    change.first = text;
    change.second = there;
    changes.push_back(std::move(change));
  }
  for (const auto& [path, text] : of_second) {
    if (!other.contains(path)) continue;
    InputChange change = change_at(path);
    change.second = text;
    changes.push_back(std::move(change));
  }
  changes = merged_absences(std::move(changes), of_first, of_second);
  std::stable_sort(changes.begin(), changes.end(), [](const InputChange& a, const InputChange& b) {
    return std::tie(a.group, a.where) < std::tie(b.group, b.where);
  });
  return changes;
}

std::vector<InputChange> folded(const std::vector<InputChange>& changes) {
  constexpr int kAFew = 3;
  const auto kind = [](const InputChange& change) {
    return std::tie(change.group, change.what, change.first, change.second);
  };
  std::map<std::tuple<InputGroup, std::string, std::string, std::string>, int> count;
  const auto of_scenario = [](const InputChange& change) {
    return !change.where.empty() && change.group != InputGroup::data && change.group != InputGroup::scenario_file;
  };
  for (const InputChange& change : changes) count[kind(change)] += of_scenario(change) ? 1 : 0;
  std::vector<InputChange> result;
  for (const InputChange& change : changes) {
    int& of_kind = count[kind(change)];
    if (!of_scenario(change) || (of_kind >= 0 && of_kind <= kAFew)) {
      result.push_back(change);
    } else if (of_kind > kAFew) {
      result.push_back(change);
      result.back().where = std::to_string(of_kind) + " scenarios";
      of_kind = -1;  // told
    }
  }
  return result;
}

bool ask_differently(const std::vector<InputChange>& changes) {
  return std::any_of(changes.begin(), changes.end(), [](const InputChange& change) {
    return change.group == InputGroup::scenario || change.group == InputGroup::data;
  });
}

bool share_draws(const std::vector<InputChange>& changes) {
  return std::none_of(changes.begin(), changes.end(),
                      [](const InputChange& change) { return change.group == InputGroup::draws; });
}

}  // namespace ebbtide
