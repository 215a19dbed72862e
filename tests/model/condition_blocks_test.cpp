#include "model/condition_blocks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/market_fixture.h"

namespace ebbtide {
namespace {

using fixture::between;
using fixture::pin;
using fixture::soft;
using testing::ElementsAre;
using testing::IsEmpty;

// One of every kind; two variables, four weeks.
std::vector<LinearConstraint> one_of_every_kind() {
  LinearConstraint sum = pin(1, 1, 0.5);
  sum.terms = {{0, 1, 1.0}, {1, 1, 1.0}, {2, 1, 1.0}};
  LinearConstraint known = pin(1, 0, 2.0);
  known.kind = ConditionKind::known;
  return {known,
          sum,
          soft(ConditionKind::evidence, 3, 0, 1.0, 0.7),
          soft(ConditionKind::target, 2, 0, 1.0, 0.3),
          between(3, 1, -1.0, 1.0),
          soft(ConditionKind::evidence, 4, 1, 0.0, 0.2)};
}

Matrix row(std::initializer_list<double> values) {
  Matrix result(1, static_cast<Eigen::Index>(values.size()));
  int column = 0;
  for (const double value : values) result(0, column++) = value;
  return result;
}

TEST(ConditionBlocks, AFullPathIsOneBlockWithARowForEveryCondition) {
  const auto blocks = condition_blocks(one_of_every_kind(), 4, 2, PathKnowledge::full);
  ASSERT_EQ(blocks.size(), 1U);
  const ConditionBlock& block = blocks.front();
  EXPECT_EQ(block.first_week, 0);
  EXPECT_EQ(block.weeks, 4);
  EXPECT_THAT(block.pins, ElementsAre(0, 1, 3));
  EXPECT_THAT(block.sightings, ElementsAre(2, 5));
  EXPECT_THAT(block.bounds, ElementsAre(4));
  EXPECT_FALSE(block.is_empty());
  EXPECT_EQ(block.rows.pins.row(0), row({1, 0, 0, 0, 0, 0, 0, 0}));
  EXPECT_EQ(block.rows.pins.row(1), row({0, 1, 0, 1, 0, 1, 0, 0}));
  EXPECT_EQ(block.rows.pins.row(2), row({0, 0, 1, 0, 0, 0, 0, 0}));
  EXPECT_EQ(block.rows.sightings.row(0), row({0, 0, 0, 0, 1, 0, 0, 0}));
  EXPECT_EQ(block.rows.bounds.row(0), row({0, 0, 0, 0, 0, 1, 0, 0}));
  EXPECT_EQ(block.rows.noise, (Matrix(2, 2) << 0.7, 0, 0, 0.2).finished());
  EXPECT_EQ(block.rows.delivery.size(), 0);
}

TEST(ConditionBlocks, ASequentialPathHasABlockAWeekAndBindsARowInItsLast) {
  const auto blocks = condition_blocks(one_of_every_kind(), 4, 2, PathKnowledge::sequential);
  ASSERT_EQ(blocks.size(), 4U);
  for (int week = 0; week < 4; ++week) {
    EXPECT_EQ(blocks[static_cast<std::size_t>(week)].first_week, week);
    EXPECT_EQ(blocks[static_cast<std::size_t>(week)].weeks, 1);
  }
  EXPECT_THAT(blocks[0].pins, ElementsAre(0));
  EXPECT_THAT(blocks[1].pins, ElementsAre(3));
  EXPECT_THAT(blocks[2].pins, ElementsAre(1));
  EXPECT_THAT(blocks[2].sightings, ElementsAre(2));
  EXPECT_THAT(blocks[2].bounds, ElementsAre(4));
  EXPECT_THAT(blocks[3].pins, IsEmpty());
  EXPECT_THAT(blocks[3].sightings, ElementsAre(5));
  // Of the sum the last week's term alone is left; what came before is taken off its value.
  EXPECT_EQ(blocks[2].rows.pins.row(0), row({0, 1}));
  EXPECT_EQ(blocks[2].rows.noise, (Matrix(1, 1) << 0.7).finished());
}

TEST(ConditionBlocks, AWeekWithoutConditionsIsAnEmptyBlock) {
  const auto blocks = condition_blocks({pin(2, 0, 1.0)}, 3, 2, PathKnowledge::sequential);
  EXPECT_TRUE(blocks[0].is_empty());
  EXPECT_FALSE(blocks[1].is_empty());
  EXPECT_TRUE(blocks[2].is_empty());
}

TEST(ConditionBlocks, TermsOfOneVariableInOneWeekAddUp) {
  LinearConstraint twice = pin(1, 0, 1.0);
  twice.terms = {{0, 0, 1.0}, {0, 0, -0.25}};
  EXPECT_EQ(condition_blocks({twice}, 1, 2, PathKnowledge::full).front().rows.pins, row({0.75, 0}));
}

// Rows without drivers are delivered by every shock, also beside one that has some.
TEST(ConditionBlocks, DriversMaskTheShocksOfTheirOwnRowOnly) {
  std::vector<LinearConstraint> constraints = {pin(1, 0, 1.0), pin(2, 1, 1.0)};
  constraints[1].drivers = {1};
  const ConditionBlock block = condition_blocks(constraints, 2, 2, PathKnowledge::full).front();
  EXPECT_EQ(block.rows.delivery.row(0), row({1, 1, 1, 1}));
  EXPECT_EQ(block.rows.delivery.row(1), row({0, 1, 0, 1}));
  const auto weeks = condition_blocks(constraints, 2, 2, PathKnowledge::sequential);
  EXPECT_EQ(weeks[0].rows.delivery.size(), 0);
  EXPECT_EQ(weeks[1].rows.delivery, row({0, 1}));
}

}  // namespace
}  // namespace ebbtide
