#include "work_w.h"

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace peers {
namespace {

Table table_of(const nlohmann::json& rows) {
  Table table;
  table.rows = rows.size();
  table.columns = rows.at(0).size();
  for (const auto& row : rows) {
    for (const double value : row) table.values.push_back(value);
  }
  return table;
}

// As many rows of `width` numbers as asked for, those of the file over and over.
template <typename Number>
void repeat(std::vector<Number>& values, std::size_t rows, std::size_t width = 1) {
  const std::size_t known = values.size();
  values.resize(rows * width);
  for (std::size_t i = known; i < values.size(); ++i) values[i] = values[i - known];
}

}  // namespace

std::vector<double> Table::column_major() const {
  std::vector<double> result;
  for (std::size_t column = 0; column < columns; ++column) {
    for (std::size_t row = 0; row < rows; ++row) result.push_back((*this)(row, column));
  }
  return result;
}

WorkW load_work_w(const std::string& file, std::size_t weeks, std::size_t series) {
  std::ifstream in(file);
  if (!in) throw std::runtime_error("cannot read " + file);
  const nlohmann::json json = nlohmann::json::parse(in);
  WorkW work;
  work.weeks = weeks > 0 ? weeks : json.at("weeks").get<std::size_t>();
  work.A = table_of(json.at("A"));
  work.L = table_of(json.at("L"));
  work.G = table_of(json.at("G"));
  work.B = table_of(json.at("B"));
  for (const auto& [name, values] : {std::pair{"c", &work.c},
                                     {"g0", &work.g0},
                                     {"a", &work.a},
                                     {"phi", &work.phi},
                                     {"s", &work.s},
                                     {"aum", &work.aum}}) {
    *values = json.at(name).get<std::vector<double>>();
  }
  work.class_of = json.at("class").get<std::vector<std::size_t>>();
  if (series > 0) {
    for (auto* values : {&work.a, &work.phi, &work.s, &work.aum}) repeat(*values, series);
    repeat(work.class_of, series);
    repeat(work.B.values, series, work.B.columns);
    work.B.rows = series;
  }
  return work;
}

std::vector<std::string> column_names(const WorkW& work) {
  std::vector<std::string> names;
  for (std::size_t week = 1; week <= work.weeks; ++week) {
    for (const char* kind : {"flow", "aum"}) {
      for (std::size_t i = 0; i < work.series(); ++i)
        names.push_back(kind + std::to_string(i) + " week " + std::to_string(week));
    }
  }
  return names;
}

}  // namespace peers
