#include "evaluation/earlier_moves.h"

#include <gtest/gtest.h>

#include "support/market_fixture.h"

namespace ebbtide {
namespace {

using fixture::model_of;
using fixture::pin;
using fixture::soft;

// Methods F.2: with both pins week 2 has the mean (.418620, -.162928), with the first alone .575 and -.1 (its
// sequential path); sd without conditions 1.133578 and .817313.
TEST(EarlierMoves, AreTheReferenceMeansLessThoseOfTheBegunConditions) {
  const auto moves = earlier_moves(model_of(fixture::var_of_f2(), 3, {pin(1, 0, 1.0), pin(3, 0, 0.0)}));
  ASSERT_EQ(moves.size(), 1u);  // week 1: y1 is pinned, and y2 moves from -.25 to -.260812, too little to tell
  EXPECT_EQ(moves[0].week, 2);
  EXPECT_EQ(moves[0].variable, "y1");
  EXPECT_EQ(moves[0].unit, Unit::basis_point);
  EXPECT_NEAR(moves[0].move, 0.418620 - 0.575, 1e-6);
  EXPECT_NEAR(moves[0].standard_deviations, (0.575 - 0.418620) / 1.133578, 1e-6);
}

// Evidence with W = .25 I: the first sighting alone takes y1(1) to .5 + .8 * .5 = .9, the second down to .886722.
TEST(EarlierMoves, KnowThatEvidenceShrinks) {
  const std::vector<LinearConstraint> seen = {soft(ConditionKind::evidence, 1, 0, 1.0, 0.5),
                                              soft(ConditionKind::evidence, 3, 0, 0.0, 0.5)};
  const auto moves = earlier_moves(model_of(fixture::var_of_f2(), 3, seen));
  ASSERT_EQ(moves.size(), 1u);
  EXPECT_EQ(moves[0].week, 2);
  // y1(2) given y1(1) seen alone: .31 + .53 * .8 * .5 (covariance of y1(1), y1(2): .5 + .1 * .3).
  EXPECT_NEAR(moves[0].move, 0.395669 - (0.31 + 0.53 * 0.4), 1e-6);
}

TEST(EarlierMoves, AreNoneWhereEveryWeekKnowsOnlyItsPast) {
  Model model = model_of(fixture::var_of_f2(), 3, {pin(1, 0, 1.0), pin(3, 0, -3.0)});
  EXPECT_FALSE(earlier_moves(model).empty());
  model.path = PathKnowledge::sequential;
  EXPECT_TRUE(earlier_moves(model).empty());
}

TEST(EarlierMoves, CountNeitherTheWeeksOfASumNorKnownValues) {
  LinearConstraint sum = pin(1, 0, 4.0);
  sum.terms = {{0, 0, 1.0}, {1, 0, 1.0}, {2, 0, 1.0}};
  EXPECT_TRUE(earlier_moves(model_of(fixture::var_of_f2(), 3, {sum})).empty());
  LinearConstraint known = pin(2, 0, 4.0);
  known.kind = ConditionKind::known;
  EXPECT_TRUE(earlier_moves(model_of(fixture::var_of_f2(), 3, {known, pin(1, 1, 0.0)})).empty());
}

TEST(EarlierMoves, NumberWeeksFromTheScenariosFirst) {
  Model model = model_of(fixture::var_of_f2(), 2, {pin(3, 0, -3.0)});
  model.lead_weeks = 1;
  const auto moves = earlier_moves(model);
  ASSERT_EQ(moves.size(), 2u);
  EXPECT_EQ(moves[0].week, 0);
  EXPECT_EQ(moves[1].week, 1);
}

}  // namespace
}  // namespace ebbtide
