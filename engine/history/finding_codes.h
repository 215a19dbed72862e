// The codes of every finding that loading and checking a history can make; docs/findings.md explains each.
// Codes of the readers below (YAML and CSV syntax, unreadable files) belong to engine/text.
#pragma once

#include <array>

namespace ebbtide::code {

// universe.yaml and market.yaml
inline constexpr const char* kUnknownSchema = "unknown-schema";
inline constexpr const char* kUnknownKey = "unknown-key";
inline constexpr const char* kMissingKey = "missing-key";
inline constexpr const char* kConflictingKeys = "conflicting-keys";
inline constexpr const char* kWrongType = "wrong-type";
inline constexpr const char* kInvalidText = "invalid-text";
inline constexpr const char* kInvalidNumber = "invalid-number";
inline constexpr const char* kInvalidDate = "invalid-date";
inline constexpr const char* kInvalidQuantity = "invalid-quantity";
inline constexpr const char* kUnknownValue = "unknown-value";
inline constexpr const char* kRepeatedName = "repeated-name";
inline constexpr const char* kNotAFriday = "not-a-friday";

// universe.yaml
inline constexpr const char* kResidualMember = "residual-member";
inline constexpr const char* kUnknownReturn = "unknown-return";
inline constexpr const char* kBasketSum = "basket-sum";
inline constexpr const char* kUnknownMember = "unknown-member";
inline constexpr const char* kMissingShare = "missing-share";
inline constexpr const char* kShareSum = "share-sum";
inline constexpr const char* kShareBeforeLaunch = "share-before-launch";
inline constexpr const char* kDuplicateShares = "duplicate-shares";
inline constexpr const char* kDuplicateProduct = "duplicate-product";
inline constexpr const char* kProductBeforeLaunch = "product-before-launch";
inline constexpr const char* kMemberWithoutProduct = "member-without-product";
inline constexpr const char* kUnknownSibling = "unknown-sibling";

// market.yaml
inline constexpr const char* kUnknownSeries = "unknown-series";
inline constexpr const char* kUnknownVariable = "unknown-variable";
inline constexpr const char* kUnitMismatch = "unit-mismatch";

// flows.csv and aum.csv
inline constexpr const char* kNoRows = "no-rows";
inline constexpr const char* kDuplicateRow = "duplicate-row";
inline constexpr const char* kPublishedBeforeWeekEnd = "published-before-week-end";
inline constexpr const char* kInvalidRounding = "invalid-rounding";
inline constexpr const char* kNegativeAum = "negative-aum";
inline constexpr const char* kAbsurdValue = "absurd-value";
inline constexpr const char* kResidualRow = "residual-row";
inline constexpr const char* kUnexpectedCell = "unexpected-cell";
inline constexpr const char* kExpectedCell = "expected-cell";

// factors.csv
inline constexpr const char* kWeekGap = "week-gap";
inline constexpr const char* kInvalidLevel = "invalid-level";
inline constexpr const char* kMissingLevel = "missing-level";

// Lints of a loaded history
inline constexpr const char* kRowBeforeLaunch = "row-before-launch";
inline constexpr const char* kUndeclaredProduct = "undeclared-product";
inline constexpr const char* kUncoveredProduct = "uncovered-product";
inline constexpr const char* kInfeasibleShares = "infeasible-shares";
inline constexpr const char* kUnmatchedSibling = "unmatched-sibling";
inline constexpr const char* kMarginMismatch = "margin-mismatch";
inline constexpr const char* kMissingCell = "missing-cell";
inline constexpr const char* kAumJump = "aum-jump";
inline constexpr const char* kMissingAum = "missing-aum";
inline constexpr const char* kFlowBeyondAum = "flow-beyond-aum";
inline constexpr const char* kFlowsAgainstAum = "flows-against-aum";
inline constexpr const char* kFlowGap = "flow-gap";

inline constexpr std::array kAll = {kUnknownSchema,
                                    kUnknownKey,
                                    kMissingKey,
                                    kConflictingKeys,
                                    kWrongType,
                                    kInvalidText,
                                    kInvalidNumber,
                                    kInvalidDate,
                                    kInvalidQuantity,
                                    kUnknownValue,
                                    kRepeatedName,
                                    kNotAFriday,
                                    kResidualMember,
                                    kUnknownReturn,
                                    kBasketSum,
                                    kUnknownMember,
                                    kMissingShare,
                                    kShareSum,
                                    kShareBeforeLaunch,
                                    kDuplicateShares,
                                    kUnknownSeries,
                                    kUnknownVariable,
                                    kUnitMismatch,
                                    kNoRows,
                                    kDuplicateRow,
                                    kPublishedBeforeWeekEnd,
                                    kInvalidRounding,
                                    kNegativeAum,
                                    kResidualRow,
                                    kUnexpectedCell,
                                    kExpectedCell,
                                    kWeekGap,
                                    kInvalidLevel,
                                    kRowBeforeLaunch,
                                    kMarginMismatch,
                                    kMissingCell,
                                    kAumJump,
                                    kFlowGap,
                                    kMissingLevel,
                                    kDuplicateProduct,
                                    kProductBeforeLaunch,
                                    kMemberWithoutProduct,
                                    kUndeclaredProduct,
                                    kUncoveredProduct,
                                    kUnknownSibling,
                                    kUnmatchedSibling,
                                    kInfeasibleShares,
                                    kAbsurdValue,
                                    kMissingAum,
                                    kFlowBeyondAum,
                                    kFlowsAgainstAum};

}  // namespace ebbtide::code
