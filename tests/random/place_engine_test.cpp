#include "random/place_engine.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/random/uniform_int_distribution.hpp>
#include <concepts>
#include <random>
#include <set>
#include <sstream>
#include <vector>

namespace ebbtide {
namespace {

static_assert(std::uniform_random_bit_generator<PlaceEngine>);
static_assert(std::regular<PlaceEngine>);
static_assert(std::is_same_v<PlaceEngine::result_type, std::uint32_t>);
static_assert(!PlaceEngine::has_fixed_range);
static_assert(PlaceEngine::min() == 0 && PlaceEngine::max() == 0xFFFFFFFFu);

constexpr std::uint64_t kSeed = 99;
const DrawPlace kPlace{7, 2, Purpose::parameter, 0};

std::vector<std::uint32_t> words(PlaceEngine engine, std::size_t count) {
  std::vector<std::uint32_t> result(count);
  std::generate(result.begin(), result.end(), engine);
  return result;
}

TEST(PlaceEngine, GivesTheWordsOfItsPlaceSlotBySlot) {
  for (const std::uint32_t first : {0u, 1u, 3u, 4u, 1000003u}) {
    DrawPlace place = kPlace;
    place.slot = first;
    PlaceEngine engine(kSeed, place);
    for (int i = 0; i < 11; ++i, ++place.slot) EXPECT_EQ(engine(), draw_word(kSeed, place));
  }
}

TEST(PlaceEngine, RepeatsItselfAtEqualPlacesOnly) {
  const auto sequence = words(PlaceEngine(kSeed, kPlace), 64);
  EXPECT_EQ(sequence, words(PlaceEngine(kSeed, kPlace), 64));
  for (const PlaceEngine& other :
       {PlaceEngine(kSeed + 1, kPlace), PlaceEngine(kSeed, {8, 2, Purpose::parameter, 0}),
        PlaceEngine(kSeed, {7, 3, Purpose::parameter, 0}), PlaceEngine(kSeed, {7, 2, Purpose::opening, 0})}) {
    EXPECT_NE(PlaceEngine(kSeed, kPlace), other);
    const auto other_words = words(other, 64);
    std::size_t equal = 0;
    for (std::size_t i = 0; i < 64; ++i) equal += sequence[i] == other_words[i] ? 1 : 0;
    EXPECT_EQ(equal, 0u);  // by chance with probability 64 * 2^-32
  }
}

TEST(PlaceEngine, DiscardsAsIfItHadDrawn) {
  for (const unsigned used : {0u, 1u, 2u, 5u}) {
    for (const unsigned skip : {0u, 1u, 2u, 3u, 4u, 7u, 100u}) {
      PlaceEngine drawn(kSeed, kPlace), discarded(kSeed, kPlace);
      for (unsigned i = 0; i < used; ++i) EXPECT_EQ(drawn(), discarded());
      for (unsigned i = 0; i < skip; ++i) drawn();
      discarded.discard(skip);
      EXPECT_EQ(drawn, discarded);
      EXPECT_EQ(words(drawn, 9), words(discarded, 9));
    }
  }
}

TEST(PlaceEngine, WrapsRoundAfterTheLastSlot) {
  PlaceEngine engine(kSeed, kPlace);
  const auto start = words(engine, 8);
  engine.discard((std::uint64_t{1} << 32) - 1);
  engine();
  EXPECT_EQ(words(engine, 8), start);
}

TEST(PlaceEngine, SeedsAfreshAtSlotZero) {
  PlaceEngine engine(1, kPlace);
  engine();
  engine.seed(kSeed);
  EXPECT_EQ(engine, PlaceEngine(kSeed, kPlace));
  EXPECT_EQ(words(engine, 8), words(PlaceEngine(kSeed, kPlace), 8));
  engine();
  engine.seed();
  EXPECT_EQ(engine, PlaceEngine(PlaceEngine::default_seed, kPlace));
  EXPECT_EQ(PlaceEngine(), PlaceEngine(PlaceEngine::default_seed));
}

TEST(PlaceEngine, TakesASeedSequence) {
  std::seed_seq first{1, 2, 3}, again{1, 2, 3}, other{1, 2, 4};
  EXPECT_EQ(PlaceEngine(first), PlaceEngine(again));
  EXPECT_NE(PlaceEngine(first), PlaceEngine(other));
}

TEST(PlaceEngine, GoesThroughAStreamAndBack) {
  PlaceEngine engine(~std::uint64_t{0}, {std::uint64_t{1} << 40, 65535, Purpose::estimation, 4294967295u});
  std::stringstream stream;
  stream << std::hex << engine;
  EXPECT_EQ(stream.str(), "18446744073709551615 1099511627776 65535 9 4294967295");
  PlaceEngine copy;
  stream >> copy;
  EXPECT_TRUE(stream);
  EXPECT_EQ(copy, engine);
  EXPECT_EQ(words(copy, 8), words(engine, 8));
}

TEST(PlaceEngine, KeepsItsStateWhenTheStreamHoldsSomethingElse) {
  for (const char* text : {"", "1 2 3 7", "1 2 x 7 4", "1 2 3 7 -x", "99999999999999999999 2 3 7 4"}) {
    PlaceEngine engine(kSeed, kPlace);
    std::istringstream stream(text);
    stream >> engine;
    EXPECT_TRUE(stream.fail()) << text;
    EXPECT_EQ(engine, PlaceEngine(kSeed, kPlace)) << text;
  }
}

// 60,000 rolls: each face has mean 10,000 and standard deviation 91.3; 5 of them is a false-alarm rate of 3e-6 for six.
TEST(PlaceEngine, DrivesTheDistributionsOfBothLibraries) {
  PlaceEngine engine(kSeed, kPlace);
  boost::random::uniform_int_distribution<int> boost_die(1, 6);
  std::uniform_int_distribution<int> standard_die(1, 6);
  std::array<int, 7> boost_counts{}, standard_counts{};
  for (int i = 0; i < 60000; ++i) {
    ++boost_counts[static_cast<std::size_t>(boost_die(engine))];
    ++standard_counts[static_cast<std::size_t>(standard_die(engine))];
  }
  for (std::size_t face = 1; face <= 6; ++face) {
    EXPECT_NEAR(boost_counts[face], 10000, 457);
    EXPECT_NEAR(standard_counts[face], 10000, 457);
  }
}

}  // namespace
}  // namespace ebbtide
