// RapidCheck with a fixed seed, so that a property test tries the same cases on every run; RC_PARAMS overrides it
// ("seed=123 max_success=10000"), and a failure prints what is needed to repeat it.
#pragma once

#include <rapidcheck/gtest.h>

#include <cstdlib>

namespace ebbtide {

// RapidCheck reads its parameters from the environment at the first property.
inline const int kPropertySeedSet = setenv("RC_PARAMS", "seed=20260119 max_success=300", 0);

}  // namespace ebbtide
