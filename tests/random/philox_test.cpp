#include "random/philox.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

namespace ebbtide {
namespace {

TEST(Philox, GivesThePublishedAnswers) {
  std::ifstream file(EBBTIDE_SOURCE_DIR "/tests/random/philox4x32_10_vectors.txt");
  ASSERT_TRUE(file);
  int vectors = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream words(line);
    words >> std::hex;
    PhiloxCounter counter{}, answer{};
    PhiloxKey key{};
    for (auto& word : counter) words >> word;
    for (auto& word : key) words >> word;
    for (auto& word : answer) words >> word;
    ASSERT_TRUE(words) << line;
    EXPECT_EQ(philox4x32_10(counter, key), answer) << line;
    ++vectors;
  }
  EXPECT_EQ(vectors, 3);
}

TEST(Philox, IsAConstantExpression) {
  constexpr PhiloxCounter kAnswer = philox4x32_10({}, {});
  static_assert(kAnswer[0] == 0x6627e8d5u);
  EXPECT_EQ(kAnswer[3], 0x9b00dbd8u);
}

}  // namespace
}  // namespace ebbtide
