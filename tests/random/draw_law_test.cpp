// The words themselves are the contract: these values may never change.
#include "random/draw_law.h"

#include <gtest/gtest.h>

#include <set>

namespace ebbtide {
namespace {

TEST(DrawLaw, PlacesEveryFieldInItsCounterWord) {
  constexpr std::uint64_t kSeed = 0x1122334455667788u;
  const DrawPlace place{0xAABBCCDD00112233u, 0x1234, Purpose::region_shock, 4 * 9 + 2};
  const PhiloxCounter counter = {0x00112233u, 0xAABBCCDDu, 0x00051234u, 9u};
  const PhiloxKey key = {0x55667788u, 0x11223344u};
  EXPECT_EQ(draw_word(kSeed, place), philox4x32_10(counter, key)[2]);
  const PhiloxCounter refined = {0x00112233u, 0xAABBCCDDu, 0x80051234u, 9u};
  EXPECT_EQ(draw_word(kSeed, place, kRefinementBit), philox4x32_10(refined, key)[2]);
}

TEST(DrawLaw, KeepsTheWordsItHasAlwaysGiven) {
  constexpr std::uint64_t kSeed = 20260119;
  constexpr std::uint64_t kWideSeed = 0x123456789abcdef0u;
  const DrawPlace mixing{0, 0, Purpose::mixing, 0};
  const DrawPlace flow{12345, 7, Purpose::flow_shock, 1};
  const DrawPlace far_path{(std::uint64_t{1} << 32) + 5, 26, Purpose::asset_shock, 6};
  const DrawPlace far_slot{99999, 65535, Purpose::estimation, 1000003};
  EXPECT_EQ(draw_word(kSeed, mixing), 0x65d21bd6u);
  EXPECT_EQ(draw_word(kSeed, flow), 0x911583dbu);
  EXPECT_EQ(draw_word(kSeed, far_path), 0xd02b88feu);
  EXPECT_EQ(draw_word(kSeed, far_slot), 0xff2c33afu);
  EXPECT_EQ(draw_word(kWideSeed, mixing, kRefinementBit), 0x6efde22cu);
  EXPECT_EQ(draw_word(kWideSeed, flow, kRefinementBit), 0xe3edab2eu);
  EXPECT_EQ(draw_word(kWideSeed, far_path, kRefinementBit), 0xf7b92caau);
  EXPECT_EQ(draw_word(kWideSeed, far_slot, kRefinementBit), 0x245aada4u);
}

TEST(DrawLaw, NumbersThePurposesForGood) {
  EXPECT_EQ(static_cast<int>(Purpose::market_shock), 1);
  EXPECT_EQ(static_cast<int>(Purpose::mixing), 2);
  EXPECT_EQ(static_cast<int>(Purpose::flow_shock), 3);
  EXPECT_EQ(static_cast<int>(Purpose::asset_shock), 4);
  EXPECT_EQ(static_cast<int>(Purpose::region_shock), 5);
  EXPECT_EQ(static_cast<int>(Purpose::issuer_shock), 6);
  EXPECT_EQ(static_cast<int>(Purpose::parameter), 7);
  EXPECT_EQ(static_cast<int>(Purpose::opening), 8);
  EXPECT_EQ(static_cast<int>(Purpose::estimation), 9);
  EXPECT_EQ(static_cast<int>(Purpose::condition), 10);
  EXPECT_EQ(static_cast<int>(Purpose::rival), 11);
  EXPECT_EQ(static_cast<int>(Purpose::resampling), 12);
  EXPECT_EQ(static_cast<int>(Purpose::flow_mixing), 13);
  EXPECT_EQ(static_cast<int>(Purpose::cell_shock), 14);
  EXPECT_EQ(static_cast<int>(Purpose::cell_common), 15);
  EXPECT_EQ(static_cast<int>(Purpose::cell_quiet), 16);
}

TEST(DrawLaw, ChangesTheWordWithEveryPartOfThePlace) {
  const DrawPlace place{17, 3, Purpose::market_shock, 5};
  std::set<std::uint32_t> words = {draw_word(1, place), draw_word(2, place),
                                   draw_word(1 + (std::uint64_t{1} << 32), place), draw_word(1, place, kRefinementBit)};
  for (DrawPlace other : {DrawPlace{18, 3, Purpose::market_shock, 5}, DrawPlace{17, 4, Purpose::market_shock, 5},
                          DrawPlace{17, 3, Purpose::mixing, 5}, DrawPlace{17, 3, Purpose::market_shock, 6},
                          DrawPlace{17 + (std::uint64_t{1} << 32), 3, Purpose::market_shock, 5}}) {
    words.insert(draw_word(1, other));
  }
  EXPECT_EQ(words.size(), 9u);
}

}  // namespace
}  // namespace ebbtide
