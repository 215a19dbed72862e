#include "scenario/codes.h"

#include <array>

namespace ebbtide {
namespace {

constexpr auto kCodes = std::to_array<FindingCode>({
    {"absurd-value", "a size no market has shown: more than 300 log percent, 10,000 bp or 100,000 bn USD"},
    {"as-of-too-early", "`as_of` lies before the universe's first published flow"},
    {"baseline-mismatch", "a baseline with another universe, as_of, horizon, seed or number of paths"},
    {"binds-in-last-week",
     "warning: with `path: sequential`, a condition over several weeks binds in the last of them"},
    {"condition-not-driven",
     "a condition that the drivers of its variable cannot deliver: evidence, a bound or a combination"},
    {"conflicting-keys", "two keys of which only one may be given, or which do not go together"},
    {"contradictory-condition", "two conditions or views that exclude each other on one quantity"},
    {"driver-without-condition", "drivers of a variable that has no hard or target condition"},
    {"duplicate-assumption", "one response is stated twice"},
    {"duplicate-name", "two files hold scenarios of the same name"},
    {"duplicate-term", "a combination or a list of drivers names one variable twice, perhaps through an alias"},
    {"empty-value", "a key, list or map without content"},
    {"extends-cycle", "files that extend each other in a circle; the chain is shown"},
    {"invalid-date", "not a calendar date of the form 2026-01-19"},
    {"invalid-integer", "not a whole number in plain decimal digits"},
    {"invalid-name", "a name with other than the permitted letters"},
    {"invalid-quantity", "not a number with a unit"},
    {"invalid-week", "not a week (3) or a range of weeks (1-4)"},
    {"invalid-weight", "a weight in a combination that is not a number from -100 to 100, or is zero"},
    {"missing-key", "a key that must be given"},
    {"missing-unit", "a number without its unit"},
    {"mixed-units", "a combination of variables in different units"},
    {"no-aum", "an AUM quantity of a member whose AUM is neither observed nor declared"},
    {"no-product", "an asset, region and issuer of which no product exists at `as_of`"},
    {"no-such-response", "a response that the model's equations do not hold; those that they do are named"},
    {"not-launched", "a member that did not exist at `as_of`"},
    {"not-pinnable", "a kind of condition that this flow or AUM quantity cannot take; what to write instead is named"},
    {"not-settable", "a value that neither `--set` nor a sweep may change"},
    {"not-supported-yet", "a key or kind that is reserved for a later version"},
    {"octal-number", "a number with a leading zero or a base prefix, which YAML readers disagree about"},
    {"out-of-range", "a number outside its permitted range"},
    {"quoted-value", "a number, date or quantity in quotes, which makes it a text"},
    {"redundant-condition", "a condition or view that another one on the same quantity implies"},
    {"sd-length", "a list of sds that does not go with the changes one by one"},
    {"stale-history", "warning: `as_of` lies more than 14 days after the last published figure"},
    {"sweep-length", "lists of different lengths under `zip`"},
    {"sweep-too-large", "a sweep of more than 10,000 members"},
    {"unknown-baseline", "no scenario of that name, neither given nor as a file beside this one"},
    {"unknown-event", "a threshold or view on an event that is not defined"},
    {"unknown-factor", "a market variable that market.yaml does not define"},
    {"unknown-key", "a key that this place does not have"},
    {"unknown-member", "an asset, region or issuer that the universe does not have"},
    {"unknown-parent", "`extends` names a file that does not exist"},
    {"unknown-path", "`--set` or a sweep names a value that the scenario does not have"},
    {"unknown-schema", "a version of the scenario format that this program does not read"},
    {"unknown-universe", "a universe that does not exist"},
    {"unknown-value", "a word that is none of the permitted ones"},
    {"week-beyond-horizon", "a week after the last simulated one"},
    {"wrong-type", "a map, list or single value where another of them belongs"},
    {"wrong-unit", "a unit that does not fit the quantity; the right one is named"},
});

}  // namespace

std::span<const FindingCode> scenario_finding_codes() {
  return kCodes;
}

}  // namespace ebbtide
