// The series of a result, cut into runs that are simulated one after the other, and what came of events and market
// shares.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "simulation/simulate.h"

namespace ebbtide {

// Of every series of the model, nothing known yet.
std::vector<SeriesResult> empty_results(const Model& model);

std::size_t column_count(const std::vector<SeriesResult>& series);

// Runs of series, first and last + 1, whose weeks fit into `bytes` at `column_bytes` each; a series is never cut.
std::vector<std::pair<std::size_t, std::size_t>> slab_ranges(const std::vector<SeriesResult>& series,
                                                             std::size_t column_bytes, std::size_t bytes);

// One value per path: a series in a week.
struct ColumnPlace {
  std::size_t series = 0;
  int week = 0;
};

std::vector<ColumnPlace> columns_of(const std::vector<SeriesResult>& series, std::size_t first, std::size_t last);

// The column of an event's first week; nothing where its series is not among the columns.
std::optional<std::size_t> first_column(const Event& event, const std::vector<SeriesResult>& series,
                                        const std::vector<ColumnPlace>& columns);

// Whether the event came: known when every week is, or when a published week alone decides: a minimum that was below, a
// maximum above.
std::optional<bool> realised_event(const Event& event, const SeriesResult& series);
// Of all AUM at the end of a week, in percent, where both are published.
std::optional<double> realised_share(const Model& model, const RealisedLookup& realised, std::size_t member, int week);

}  // namespace ebbtide
