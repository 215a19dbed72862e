#include "text/json.h"

#include <cmath>
#include <cstddef>
#include <iterator>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/format.h"
#include "text/source_text.h"

namespace ebbtide {
namespace {

constexpr std::size_t kMaxJsonBytes = std::size_t{1} << 26;
constexpr std::size_t kMaxJsonDepth = 64;

// Iterates over text and tells outside how far the parser has read, which its events do not say.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const std::string& text, std::size_t at, std::size_t& read) : text_(&text), at_(at), read_(&read) {}
  reference operator*() const { return (*text_)[at_]; }
  CountingIterator& operator++() {
    *read_ = ++at_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const CountingIterator& a, const CountingIterator& b) { return a.at_ == b.at_; }

 private:
  const std::string* text_;
  std::size_t at_;
  std::size_t* read_;
};

// Builds the value from the parser's events. Parents grow only after their children are complete, so pointers hold.
class JsonBuilder : public nlohmann::json_sax<Json> {
 public:
  JsonBuilder(const SourceText& source, const std::size_t& read, Findings& findings)
      : source_(source), read_(read), findings_(findings) {}

  bool null() override { return put(nullptr); }
  bool boolean(bool value) override { return put(value); }
  bool number_integer(number_integer_t value) override { return put(value); }
  bool number_unsigned(number_unsigned_t value) override { return put(value); }
  bool number_float(number_float_t value, const string_t& /*text*/) override { return put(value); }
  bool string(string_t& value) override { return put(std::move(value)); }
  bool binary(binary_t& /*value*/) override { return false; }  // no text form has it
  bool start_object(std::size_t /*elements*/) override { return open(Json::object()); }
  bool start_array(std::size_t /*elements*/) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    const std::size_t begin = string_begin();
    const auto [first, is_new] = levels_.back().keys.emplace(name, begin);
    if (!is_new) {
      const SourcePosition earlier = position_of(source_, first->second);
      report("duplicate-key", begin, format("duplicate key '{}'", name),
             format("each key once; the first is at line {}, column {}", earlier.line, earlier.column));
    }
    levels_.back().key = std::move(name);
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& error) override {
    // The position counts the characters read, the last of which is the one that cannot stand there.
    report("json-syntax", position == 0 ? 0 : position - 1, "not valid JSON: " + short_message(error.what()), "");
    return false;
  }

  Json take_root() { return std::move(root_); }

 private:
  struct Level {
    Json* value = nullptr;
    std::string key;
    std::unordered_map<std::string, std::size_t> keys;  // with the place of the first
  };

  void report(std::string code, std::size_t offset, std::string problem, std::string expected) {
    findings_.add(
        located(std::move(code), position_of(source_, offset), source_.lines, std::move(problem), std::move(expected)));
  }

  // nlohmann's message begins with "[json.exception...] parse error at line 1, column 2: ", which the finding says
  // itself.
  static std::string short_message(const std::string& text) {
    const std::size_t colon = text.find(": ");
    return colon == std::string::npos ? text : text.substr(colon + 2);
  }

  // The place of the opening quote of the string that was just read.
  std::size_t string_begin() const {
    std::size_t at = read_ - 1;  // its closing quote
    while (at > 0) {
      --at;
      std::size_t backslashes = 0;
      while (backslashes < at && source_.text[at - 1 - backslashes] == '\\') ++backslashes;
      if (source_.text[at] == '"' && backslashes % 2 == 0) break;
    }
    return at;
  }

  Json* place(Json&& value) {
    if (levels_.empty()) {
      root_ = std::move(value);
      return &root_;
    }
    Level& level = levels_.back();
    if (level.value->is_array()) {
      level.value->push_back(std::move(value));
      return &level.value->back();
    }
    // Straight into the list: the map's own insert would look through all earlier keys.
    auto& object = level.value->get_ref<Json::object_t&>();
    object.Json::object_t::Container::emplace_back(level.key, std::move(value));
    return &object.back().second;
  }

  bool put(Json value) {
    place(std::move(value));
    return true;
  }

  bool open(Json value) {
    if (levels_.size() >= kMaxJsonDepth) {
      report("nested-too-deep", read_ - 1, format("nested more than {} deep", kMaxJsonDepth), "");
      return false;
    }
    Json* placed = place(std::move(value));
    levels_.emplace_back();
    levels_.back().value = placed;
    return true;
  }

  bool close() {
    levels_.pop_back();
    return true;
  }

  const SourceText& source_;
  const std::size_t& read_;
  Findings& findings_;
  Json root_;
  std::vector<Level> levels_;
};

void require_finite(const Json& value, const std::string& path) {
  if (value.is_number_float() && !std::isfinite(value.get<double>())) {
    throw NumericalError(
        format("{}: {} is not a finite number", path.empty() ? "the value" : path, number_text(value.get<double>())));
  }
  if (!value.is_structured()) return;
  for (const auto& [key, child] : value.items()) {
    if (child.is_structured() || child.is_number_float()) require_finite(child, format("{}/{}", path, key));
  }
}

std::optional<Json> parse_source(const SourceText& source, Findings& findings) {
  if (source.text.find_first_not_of(" \t\r\n") == std::string::npos) {
    findings.add(located("empty-file", {source.file, 0, 0}, {}, "the file holds no values"));
    return std::nullopt;
  }
  Findings found;
  std::size_t read = 0;
  JsonBuilder builder(source, read, found);
  const bool complete = Json::sax_parse(CountingIterator(source.text, 0, read),
                                        CountingIterator(source.text, source.text.size(), read), &builder);
  findings.append(found);
  if (!complete || found.has_errors()) return std::nullopt;
  return builder.take_root();
}

}  // namespace

std::string json_text(const Json& value) {
  require_finite(value, "");
  return value.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::optional<Json> load_json(const std::string& file, Findings& findings) {
  const std::optional<SourceText> source = load_source(file, kMaxJsonBytes, findings);
  if (!source) return std::nullopt;
  return parse_source(*source, findings);
}

std::optional<Json> parse_json(const std::string& file, const std::string& text, Findings& findings) {
  const std::optional<SourceText> source = check_source(file, text, kMaxJsonBytes, findings);
  if (!source) return std::nullopt;
  return parse_source(*source, findings);
}

}  // namespace ebbtide
