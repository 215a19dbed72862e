// Past weeks beside a scenario's market conditions: how often the same quantities lay as far from the model's law, and
// which windows came closest to what is asked. Reads only what was public at as_of.
#pragma once

#include <optional>
#include <vector>

#include "evaluation/condition_law.h"
#include "history/history.h"

namespace ebbtide {

// Net flow of the total over some weeks, added up in % of each week's opening AUM.
struct WindowFlow {
  double percent = 0.0;
  bool seen = true;  // every week's flow was published; else some are the model's smoothed means
};

struct SimilarWindow {
  Date first_week;  // week ends
  Date last_week;
  double distance = 0.0;                 // squared, in standard deviations, from the conditions
  std::vector<double> values;            // by condition, in its unit
  std::optional<WindowFlow> flow;        // of the window; empty before the funds' history
  std::optional<WindowFlow> flow_after;  // of the four weeks after it; empty where not all were public
};

inline constexpr int kWeeksAfterWindow = 4;
inline constexpr std::size_t kSimilarWindows = 5;

struct PastWindows {
  int weeks = 0;                         // of a window: from the first week that a condition touches to the last
  int count = 0;                         // windows with every value public
  std::optional<double> nearer_percent;  // windows whose distance from the law's mean is below the conditions' own
  std::vector<SimilarWindow> similar;    // nearest first; any two start at least a window's length apart
};

// law: of the model's conditions (condition_law). Windows end before week 1. The percentile counts hard, target and
// evidence conditions at `distance`, which is empty without any; similarity counts bounds too, which are met anywhere
// between their ends.
PastWindows past_windows(const Model& model, const HistoryView& view, const ConditionLaw& law,
                         std::optional<double> distance);

}  // namespace ebbtide
