// A comparison as typed tables, for CSV files and the workbook.
#pragma once

#include <array>
#include <string>

#include "core/table.h"
#include "evaluation/comparison.h"

namespace ebbtide {

// One row per number that is neither the same nor within tolerance, both sides beside each other, in the order of the
// comparison. Numbers of the table summary that are within noise are left to side_by_side_table.
Table differences_table(const Comparison& comparison);
// One row per row of the table summary: both runs' numbers and differences of the statistics that people read.
Table side_by_side_table(const Comparison& comparison);
// One row per input that differs.
Table input_changes_table(const Comparison& comparison);
// One row per table and agreement with numbers.
Table agreement_table(const Comparison& comparison);

// Of a row of the table summary: the columns beside each other there and in the workbook.
inline constexpr std::array<const char*, 6> kSideBySide = {"mean", "sd", "q05", "q50", "q95", "shortfall_05"};
// Their places in the comparison's table.
std::array<std::size_t, kSideBySide.size()> side_by_side_places(const ComparedTable& summary);
// "mean, q05": which of them are beyond noise or in one run only.
std::string names_beyond_noise(const ComparedTable& summary, const ComparedRow& row);

// "cuts-fade, net_flow of Bitcoin, week ending 2026-01-23, mean": which number it is, in words.
std::string number_in_words(const RowKey& key, const std::string& column);
// The sentence that answers the comparison.
std::string verdict_sentence(const Comparison& comparison);
// A second sentence where the draws are shared and yet numbers differ; else empty.
std::string paired_hint(const Comparison& comparison);

}  // namespace ebbtide
