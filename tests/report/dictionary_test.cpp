#include "report/dictionary.h"

#include <gtest/gtest.h>

#include "support/sample_run.h"

namespace ebbtide {
namespace {

TEST(Dictionary, ExplainsEveryColumnOfEveryFile) {
  const RunTables run = sample::sample_run();
  const Json dictionary = dictionary_json(run);
  EXPECT_EQ(dictionary["schema"], "ebbtide-dictionary/1");
  const std::vector<const Table*> tables = all_tables(run);
  ASSERT_EQ(dictionary["files"].size(), tables.size());
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const Json& file = dictionary["files"][i];
    EXPECT_EQ(file["file"], tables[i]->name() + ".csv");
    ASSERT_EQ(file["columns"].size(), tables[i]->columns().size());
    for (std::size_t c = 0; c < tables[i]->columns().size(); ++c) {
      EXPECT_EQ(file["columns"][c]["name"], tables[i]->columns()[c].name);
      EXPECT_FALSE(file["columns"][c]["description"].get<std::string>().empty()) << tables[i]->columns()[c].name;
    }
  }
}

TEST(Dictionary, NamesTypeAndUnit) {
  const Json columns = dictionary_json(sample::sample_run())["files"][2]["columns"];
  const auto column = [&columns](const std::string& name) {
    for (const Json& each : columns) {
      if (each["name"] == name) return each;
    }
    return Json();
  };
  EXPECT_EQ(column("opening_aum")["type"], "number");
  EXPECT_EQ(column("opening_aum")["unit"], "musd");
  EXPECT_EQ(column("horizon")["type"], "integer");
  EXPECT_EQ(column("week_end")["type"], "date");
  EXPECT_EQ(column("scenario")["type"], "text");
}

}  // namespace
}  // namespace ebbtide
