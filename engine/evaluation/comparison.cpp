#include "evaluation/comparison.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "core/contract.h"
#include "evaluation/compare_scores.h"

namespace ebbtide {
namespace {

double size_of(const std::optional<double>& value) {
  return value ? std::abs(*value) : 0.0;
}

// Root sum of squares of what errors there are; none where neither side states one. What rounding leaves of an error of
// zero is zero.
std::optional<double> noise_of(const RecordedValue& first, const RecordedValue& second,
                               const ComparisonSettings& settings) {
  if (!first.standard_error && !second.standard_error) return std::nullopt;
  const double noise = std::hypot(size_of(first.standard_error), size_of(second.standard_error));
  return noise > settings.absolute_tolerance ? noise : 0.0;
}

ComparedValue compared(const RecordedValue& first, const RecordedValue& second, const ComparisonSettings& settings) {
  const std::optional<double> noise = noise_of(first, second, settings);
  return {first, second, noise, agreement_of(first, second, noise, settings)};
}

ComparedRow compared_row(const RowKey& key, const RecordedRow* first, const RecordedRow* second, std::size_t columns,
                         const ComparisonSettings& settings) {
  static const RecordedValue kUnknown;
  ComparedRow row{key, {}};
  row.values.reserve(columns);
  for (std::size_t i = 0; i < columns; ++i) {
    row.values.push_back(
        compared(first ? first->values[i] : kUnknown, second ? second->values[i] : kUnknown, settings));
  }
  return row;
}

// The rows of a key in the order they stand.
using RowIndex = std::map<RowKey, std::vector<std::size_t>>;

RowIndex index_of(const std::vector<RecordedRow>& rows) {
  RowIndex index;
  for (std::size_t i = rows.size(); i-- > 0;) index[rows[i].key].push_back(i);  // the first at the back
  return index;
}

ComparedTable compare_tables(const TableShape& shape, const RecordedTable* first, const RecordedTable* second,
                             const ComparisonSettings& settings) {
  static const std::vector<RecordedRow> kNone;
  const std::vector<RecordedRow>& of_first = first ? first->rows : kNone;
  const std::vector<RecordedRow>& of_second = second ? second->rows : kNone;
  ComparedTable table{shape.name, {}, {}, {}};
  for (const ValueColumn& column : shape.values) table.columns.push_back(column.name);
  RowIndex index = index_of(of_second);
  std::vector<bool> met(of_second.size());
  for (const RecordedRow& row : of_first) {
    const auto found = index.find(row.key);
    const RecordedRow* other = nullptr;
    if (found != index.end() && !found->second.empty()) {
      met[found->second.back()] = true;
      other = &of_second[found->second.back()];
      found->second.pop_back();
    }
    table.rows.push_back(compared_row(row.key, &row, other, shape.values.size(), settings));
  }
  for (std::size_t i = 0; i < of_second.size(); ++i) {
    if (!met[i])
      table.rows.push_back(compared_row(of_second[i].key, nullptr, &of_second[i], shape.values.size(), settings));
  }
  return table;
}

void count_agreements(ComparedTable& table) {
  for (const ComparedRow& row : table.rows) {
    for (const ComparedValue& value : row.values) {
      if (!value.first.value && !value.second.value) continue;  // unknown in both
      ++table.counts[static_cast<std::size_t>(value.agreement)];
    }
  }
}

const RecordedTable* table_of(const RecordedRun& run, const TableShape& shape) {
  for (const RecordedTable& table : run.tables) {
    if (table.shape->name == shape.name) return &table;
  }
  return nullptr;
}

Verdict verdict_of(const Comparison& comparison) {
  const auto any = [&](Agreement agreement) { return count_of(comparison, agreement) > 0; };
  const bool unexplained = any(Agreement::without_error) && share_draws(comparison.inputs);
  const bool beyond = any(Agreement::beyond_noise) || any(Agreement::one_run_only) || unexplained;
  const bool unexcused = beyond || any(Agreement::within_noise) || any(Agreement::without_error);
  if (unexcused && ask_differently(comparison.inputs)) return Verdict::different_inputs;
  if (beyond) return Verdict::beyond_noise;
  if (unexcused) return Verdict::within_noise;
  return any(Agreement::within_tolerance) ? Verdict::within_tolerance : Verdict::same;
}

}  // namespace

std::string agreement_text(Agreement agreement) {
  switch (agreement) {
    case Agreement::same:
      return "same";
    case Agreement::within_tolerance:
      return "within tolerance";
    case Agreement::within_noise:
      return "within noise";
    case Agreement::without_error:
      return "without error";
    case Agreement::beyond_noise:
      return "beyond noise";
    case Agreement::one_run_only:
      return "in one run only";
  }
  return {};
}

std::optional<double> ComparedValue::difference() const {
  if (!first.value || !second.value) return std::nullopt;
  return *second.value - *first.value;
}

std::optional<double> ComparedValue::z() const {
  const std::optional<double> by = difference();
  if (!by || !noise || !(*noise > 0.0)) return std::nullopt;
  return *by / *noise;
}

Agreement agreement_of(const RecordedValue& first, const RecordedValue& second, std::optional<double> noise,
                       const ComparisonSettings& settings) {
  if (!first.value && !second.value) return Agreement::same;
  if (!first.value || !second.value) return Agreement::one_run_only;
  if (*first.value == *second.value) return Agreement::same;
  const double by = std::abs(*second.value - *first.value);
  const double scale = std::max(
      {size_of(first.value), size_of(second.value), size_of(first.standard_error), size_of(second.standard_error)});
  if (by <= std::max(settings.absolute_tolerance, settings.relative_tolerance * scale))
    return Agreement::within_tolerance;
  if (!noise) return Agreement::without_error;
  return by <= settings.noise_factor * *noise ? Agreement::within_noise : Agreement::beyond_noise;
}

Comparison compare_runs(const RecordedRun& first, const RecordedRun& second, const ComparisonSettings& settings) {
  EBBTIDE_REQUIRE(settings.relative_tolerance >= 0.0 && settings.absolute_tolerance >= 0.0);
  EBBTIDE_REQUIRE(settings.noise_factor >= 0.0);
  Comparison comparison{first.folder, second.folder, settings, input_changes(first.run, second.run), {}, {}};
  for (const TableShape& shape : recorded_shapes()) {
    const RecordedTable* of_first = table_of(first, shape);
    const RecordedTable* of_second = table_of(second, shape);
    if (of_first || of_second) comparison.tables.push_back(compare_tables(shape, of_first, of_second, settings));
  }
  if (!first.scores.empty() || !second.scores.empty())
    comparison.tables.push_back(compare_scores(first.scores, second.scores, settings));
  for (ComparedTable& table : comparison.tables) count_agreements(table);
  comparison.verdict = verdict_of(comparison);
  return comparison;
}

std::vector<NumberPlace> beyond_noise(const Comparison& comparison) {
  std::vector<std::pair<double, NumberPlace>> found;
  for (std::size_t t = 0; t < comparison.tables.size(); ++t) {
    const ComparedTable& table = comparison.tables[t];
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const ComparedValue& value = table.rows[row].values[column];
        if (value.agreement != Agreement::beyond_noise) continue;
        found.emplace_back(std::abs(value.z().value_or(std::numeric_limits<double>::infinity())),
                           NumberPlace{t, row, column});
      }
    }
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<NumberPlace> places;
  places.reserve(found.size());
  for (const auto& [z, place] : found) places.push_back(place);
  return places;
}

std::optional<double> share_beyond_two(const Comparison& comparison) {
  std::size_t judged = 0, beyond = 0;
  for (const ComparedTable& table : comparison.tables) {
    for (const ComparedRow& row : table.rows) {
      for (const ComparedValue& value : row.values) {
        const std::optional<double> z = value.z();
        if (!z) continue;
        ++judged;
        beyond += value.agreement > Agreement::within_tolerance && std::abs(*z) > 2.0 ? 1 : 0;
      }
    }
  }
  if (judged == 0) return std::nullopt;
  return static_cast<double>(beyond) / static_cast<double>(judged);
}

std::size_t count_of(const Comparison& comparison, Agreement agreement) {
  std::size_t count = 0;
  for (const ComparedTable& table : comparison.tables) count += table.counts[static_cast<std::size_t>(agreement)];
  return count;
}

}  // namespace ebbtide
