#include "stats/rank_search.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "core/contract.h"
#include "stats/binned_order.h"
#include "support/student_column.h"

namespace ebbtide {
namespace {

constexpr std::size_t kCount = 100'000;

using fixture::pilot_of;

std::vector<float> draws() {
  return fixture::student_column(3.0, 2, kCount);
}

// Reads the values in pieces until all is found; holds no more than `room` of them.
RankSearch searched(const PilotBins& bins, std::span<const float> values, std::span<const std::size_t> ranks,
                    std::uint64_t room, int* readings = nullptr) {
  std::vector<std::uint32_t> counts(bins.size());
  std::vector<std::uint16_t> scratch;
  count_values(bins, values, scratch, counts);
  RankSearch search(bins, counts, range_of(values), ranks);
  while (!search.done()) {
    search.begin(search.open() <= room);
    for (std::size_t first = 0; first < values.size(); first += 3'333)
      search.add(values.subspan(first, std::min<std::size_t>(3'333, values.size() - first)));
    search.end();
    if (readings != nullptr) ++*readings;
  }
  return search;
}

const std::vector<std::size_t> kRanks = {0, 999, 1'000, 49'999, 50'000, 50'001, 98'999, kCount - 1};

TEST(RankSearch, FindsOrderStatisticsWithAnyRoom) {
  const std::vector<float> values = draws();
  std::vector<float> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  const PilotBins bins(Pilot(pilot_of(values)), 3'072);
  for (const std::uint64_t room : {std::uint64_t{kCount}, std::uint64_t{20}, std::uint64_t{0}}) {
    int readings = 0;
    const RankSearch search = searched(bins, values, kRanks, room, &readings);
    for (const std::size_t rank : kRanks) EXPECT_EQ(search.at(rank), sorted[rank]) << rank;
    EXPECT_EQ(readings == 1, room == kCount) << room;
  }
}

TEST(RankSearch, HoldsLittleOfTheColumn) {
  const std::vector<float> values = draws();
  const PilotBins bins(Pilot(pilot_of(values)), 3'072);
  std::vector<std::uint32_t> counts(bins.size());
  std::vector<std::uint16_t> scratch;
  count_values(bins, values, scratch, counts);
  EXPECT_LT(RankSearch(bins, counts, range_of(values), kRanks).open(), kCount / 100);
}

TEST(RankSearch, FindsAtomsWithoutHoldingThem) {
  std::vector<float> values = draws();
  for (std::size_t i = 0; i < kCount; ++i) {
    if (i % 4 != 0) values[i] = 0.0f;
  }
  std::vector<float> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  const PilotBins bins(Pilot(pilot_of(values)), 3'072);
  const RankSearch search = searched(bins, values, kRanks, 1'000);
  for (const std::size_t rank : kRanks) EXPECT_EQ(search.at(rank), sorted[rank]) << rank;
}

TEST(RankSearch, RefusesARankBeyondTheColumn) {
  const std::vector<float> values = draws();
  const PilotBins bins(Pilot(pilot_of(values)), 3'072);
  const std::vector<std::size_t> beyond = {kCount};
  EXPECT_THROW(searched(bins, values, beyond, kCount), InternalError);
}

}  // namespace
}  // namespace ebbtide
