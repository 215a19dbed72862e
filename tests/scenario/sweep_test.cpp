#include "scenario/sweep.h"

#include <gtest/gtest.h>

#include "core/format.h"
#include "scenario/tree.h"
#include "support/properties.h"

namespace ebbtide {
namespace {

std::vector<SweepMember> expand(const std::string& text) {
  Findings findings;
  const auto document = parse_yaml("s.yaml", text, findings).value();
  const Documents documents;
  Reporter reporter(documents, findings);
  auto members = expand_sweep(document.root, reporter);
  EXPECT_FALSE(findings.has_errors()) << render(findings, false);
  return members;
}

std::string texts(const SweepMember& member) {
  std::string text;
  for (const auto& [path, value] : member.values) text += path + "=" + value + ";";
  return text;
}

TEST(Sweep, GridRunsThroughEveryCombinationTheLastKeyFastest) {
  const auto members = expand("{a: 1, b: [2, 3], sweep: {grid: {a: [5, 6], 'b[1]': [x, y, z]}}}");
  ASSERT_EQ(members.size(), 6U);
  EXPECT_EQ(texts(members[0]), "a=5;b[1]=x;");
  EXPECT_EQ(texts(members[1]), "a=5;b[1]=y;");
  EXPECT_EQ(texts(members[3]), "a=6;b[1]=x;");
  EXPECT_EQ(node_text(members[5].root), "{a: 6, b: [2, z]}");
}

TEST(Sweep, ZipTakesTheListsSideBySide) {
  const auto members = expand("{a: 1, b: 2, sweep: {zip: {a: [5, 6], b: [7, 8]}}}");
  ASSERT_EQ(members.size(), 2U);
  EXPECT_EQ(node_text(members[0].root), "{a: 5, b: 7}");
  EXPECT_EQ(node_text(members[1].root), "{a: 6, b: 8}");
}

TEST(Sweep, KeepsThePositionOfTheValueInTheList) {
  const auto members = expand("a: 1\nsweep:\n  grid:\n    a: [5, 6]\n");
  EXPECT_EQ(members[1].root.find("a")->where.line, 4);
  EXPECT_EQ(members[1].root.find("a")->where.column, 12);
}

RC_GTEST_PROP(Sweep, GridHasTheProductOfTheListLengthsAndNoMemberTwice, ()) {
  std::string given = "{";
  std::string lists;
  std::size_t product = 1;
  const int axes = *rc::gen::inRange(1, 5);
  for (int i = 0; i < axes; ++i) {
    const int length = *rc::gen::inRange(1, 6);
    product *= static_cast<std::size_t>(length);
    given += format("k{}: 0, ", i);
    lists += format("{}k{}: [", i == 0 ? "" : ", ", i);
    for (int j = 0; j < length; ++j) lists += format("{}{}", j == 0 ? "" : ", ", j);
    lists += "]";
  }
  const auto members = expand(given + "sweep: {grid: {" + lists + "}}}");
  RC_ASSERT(members.size() == product);
  for (std::size_t i = 1; i < members.size(); ++i) RC_ASSERT(texts(members[i - 1]) < texts(members[i]));
}

}  // namespace
}  // namespace ebbtide
