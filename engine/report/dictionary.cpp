#include "report/dictionary.h"

namespace ebbtide {

std::string type_text(ColumnType type) {
  switch (type) {
    case ColumnType::text:
      return "text";
    case ColumnType::number:
      return "number";
    case ColumnType::integer:
      return "integer";
    case ColumnType::date:
      return "date";
  }
  return "";
}

Json dictionary_json(const RunTables& run) {
  return dictionary_json(all_tables(run));
}

Json dictionary_json(const std::vector<const Table*>& tables) {
  Json files = Json::array();
  for (const Table* table : tables) {
    Json columns = Json::array();
    for (const Column& column : table->columns()) {
      columns.push_back({{"name", column.name},
                         {"type", type_text(column.type)},
                         {"unit", column.unit},
                         {"description", column.description}});
    }
    files.push_back({{"file", table->name() + ".csv"}, {"title", table->title()}, {"columns", std::move(columns)}});
  }
  return {{"schema", "ebbtide-dictionary/1"}, {"files", std::move(files)}};
}

}  // namespace ebbtide
